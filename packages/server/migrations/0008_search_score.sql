-- As before, but with a score that costs next to nothing: where in the text a word stands instead of how alike the trigrams
-- are. On 10,000 products that all hold the words, 200 ms a word became 25.
create or replace function search_products(p_spellings text[], p_word_of int[])
returns table (product_id uuid, score int)
language sql stable
set pg_trgm.word_similarity_threshold = 0.3
as $$
  with
  spelling as (
    select s.spelling, s.word, s.place = min(s.place) over (partition by s.word) as as_typed,
           case when length(s.spelling) < 4 then 0 when length(s.spelling) < 6 then 1 else 2 end as slips
      from unnest(p_spellings, p_word_of) with ordinality as s (spelling, word, place)
  ),
  literal as (
    select s.word, p.id,
           case when strpos(text.title, ' ' || s.spelling || ' ') > 0 then 3.0
                when strpos(text.title, ' ' || s.spelling) > 0 then 2.5
                when strpos(text.title, s.spelling) > 0 then 2.0
                when strpos(text.rest, ' ' || s.spelling || ' ') > 0 then 1.0 else 0.7 end as nearness
      from spelling s
      join public.products p on p.search_text like '%' || s.spelling || '%'
     cross join lateral (
       select ' ' || split_part(p.search_text, E'\n', 1) || ' ' as title, ' ' || split_part(p.search_text, E'\n', 2) || ' ' as rest
     ) as text
     where s.as_typed and p.status = 'published'
  ),
  mistyped as (
    select s.* from spelling s where not exists (select from literal l where l.word = s.word)
  ),
  near as (
    select s.word, p.id, public.word_similarity(s.spelling, p.search_text) as nearness
      from mistyped s
      join public.products p on p.search_text like '%' || s.spelling || '%'
     where not s.as_typed and p.status = 'published'
    union all
    select s.word, p.id, public.word_similarity(s.spelling, p.search_text)
      from mistyped s
      join public.products p on s.spelling operator(public.<%) p.search_text
     where s.as_typed and p.status = 'published'
       and (public.word_similarity(s.spelling, p.search_text) >= 0.5
            or exists (
              select from unnest(string_to_array(translate(p.search_text, E'\n', ' '), ' ')) as own
               where case when length(own) between length(s.spelling) - s.slips and length(s.spelling) + s.slips
                          then public.levenshtein_less_equal(s.spelling, own, s.slips) <= s.slips end))
  ),
  nearest as (
    select n.word, n.id, max(n.nearness) as nearness
      from (select near.*, max(near.nearness) over (partition by near.word) as best from near) n
     where n.nearness >= 0.75 * n.best
     group by n.word, n.id
  ),
  hit as (
    select word, id, nearness from literal
    union all
    select word, id, nearness from nearest
  )
  select h.id, round((1000 * sum(h.nearness))::numeric)::int
    from hit h
   group by h.id
  having count(distinct h.word) = (select count(distinct s.word) from spelling s)
$$;
