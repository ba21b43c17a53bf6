import { sql } from '../../platform/db/sql.ts';
import type { ProductSort } from './schema.ts';

/** Everything the product list depends on; null where a filter is not asked for. */
export interface ProductPageInput {
  market: string;
  currency: string;
  words: { spellings: string[]; wordOf: number[] } | null;
  categories: string[] | null;
  designer: string | null;
  tag: string | null;
  /** Decimals in major units. */
  minPrice: string | null;
  maxPrice: string | null;
  inStock: boolean;
  /** Values of one name are alternatives; letter case does not matter. */
  options: { name: string; values: string[] }[];
  sort: ProductSort;
  after: { text: string; first: string; second: string; id: string } | null;
  /** Null where a cursor is followed. */
  page: number | null;
  limit: number;
}

/**
 * A page of products, their number and the facets, as the finished document (CAT-2, CAT-3). A product matches when one
 * variant of it has the price, the options and the stock asked for. Each facet counts under all filters but its own.
 */
export const readProductPage = (input: ProductPageInput) => sql<{ body: string }>('catalog.product_page')`
  with asked as (
    select ${input.market}::text as market, ${input.currency}::text as currency,
           ceil(${input.minPrice}::numeric * power(10::numeric, currency_digits(${input.currency}::text)))::bigint as min_minor,
           floor(${input.maxPrice}::numeric * power(10::numeric, currency_digits(${input.currency}::text)))::bigint as max_minor,
           lower(${JSON.stringify(input.options)}::text)::jsonb as options,
           ${input.sort}::text as sort, ${input.after !== null}::boolean as has_cursor,
           ${input.after?.text ?? ''}::text as after_text, ${input.after?.first ?? 0}::bigint as after_first,
           ${input.after?.second ?? 0}::bigint as after_second, ${input.after?.id ?? null}::uuid as after_id,
           ${input.page}::bigint as page, ${input.limit}::bigint as page_size
  ),
  found as materialized (
    select p.id, p.designer_id, p.category_id, p.published_at, split_part(p.search_text, E'\n', 1) as title_key, hit.score,
           ${input.categories}::text[] is null or category.slug = any (${input.categories}::text[]) as in_category,
           ${input.designer}::text is null or ${input.designer}::text in (designer.slug, designer.id::text) as by_designer
      from products p
      join designers designer on designer.id = p.designer_id and designer.published
      join categories category on category.id = p.category_id
      left join search_products(${input.words?.spellings ?? []}::text[], ${input.words?.wordOf ?? []}::int[]) as hit
        on hit.product_id = p.id
     -- Booleans of their own instead of "is null": the planner would take that for nearly always false.
     where p.status = 'published'
       and (not ${input.words !== null}::boolean or hit.product_id is not null)
       and (not ${input.tag !== null}::boolean or ${input.tag}::text = any (p.tags))
  ),
  offer as materialized (
    select found.id as product_id, found.in_category and found.by_designer as in_place, v.options, price.price_minor,
           greatest(coalesce(level.on_hand - level.reserved, 0), 0) as available,
           price.price_minor >= coalesce(asked.min_minor, 0) and price.price_minor <= coalesce(asked.max_minor, price.price_minor) as in_price,
           not ${input.inStock}::boolean or level.on_hand > level.reserved as in_stock,
           case when asked.options = '[]' then array[]::text[] else array(
             select wanted ->> 'name' from jsonb_array_elements(asked.options) as wanted
              where not exists (
                select from jsonb_each_text(v.options) as has
                 where lower(has.key) = wanted ->> 'name' and wanted -> 'values' ? lower(has.value))
           ) end as missed
      from found
      join variants v on v.product_id = found.id and v.active
      join variant_prices price on price.variant_id = v.id and price.market = ${input.market}::text
      left join stock_levels level on level.variant_id = v.id
     cross join asked
  ),
  offered as (
    select found.*, offers.*
      from found
      join (
        select product_id, min(price_minor) as price_from, max(price_minor) as price_to, sum(available) as available,
               count(*) as variant_count, bool_or(in_price and in_stock and missed = '{}') as wanted
          from offer group by product_id
      ) as offers on offers.product_id = found.id
  ),
  matched as (
    select offered.*,
           case when asked.sort = 'title' then title_key else '' end collate "C" as text_key,
           case asked.sort when 'price-asc' then price_from when 'price-desc' then -price_from
                           when 'relevance' then -coalesce(score, 0) else 0 end as first_key,
           case when asked.sort = 'title' then 0
                else -(extract(epoch from coalesce(published_at, 'epoch')) * 1000000)::bigint end as second_key
      from offered cross join asked
     where in_category and by_designer and wanted
  ),
  page as (
    select matched.*
      from matched cross join asked
     where not asked.has_cursor
        or (text_key, first_key, second_key, product_id) > (after_text, after_first, after_second, after_id)
     order by text_key, first_key, second_key, product_id
     offset (select (coalesce(asked.page, 1) - 1) * page_size from asked)
     limit (select page_size + 1 from asked)
  ),
  shown as (
    select page.*, row_number() over (order by text_key, first_key, second_key, product_id) as line from page
  ),
  option_value as (
    select min(name) as name, min(value) as value, count(*) as products
      from (
        select product_id, lower(has.key) as known_name, lower(has.value) as known_value, min(has.key) as name, min(has.value) as value
          from offer cross join lateral jsonb_each_text(offer.options) as has
         where in_place and in_price and in_stock and (missed = '{}' or missed = array[lower(has.key)])
         group by 1, 2, 3
      ) as of_product
     group by known_name, known_value
     order by count(*) desc, 1, 2
     limit 300
  )
  select json_build_object(
    'products', coalesce((
      select json_agg(json_build_object(
               'id', p.id, 'slug', p.slug, 'title', p.title, 'imageUrl', p.image_url,
               'category', json_build_object('slug', category.slug, 'name', category.name),
               'designer', json_build_object('slug', designer.slug, 'name', designer.name),
               'currency', asked.currency,
               'priceFrom', money_major(shown.price_from, asked.currency),
               'priceTo', money_major(shown.price_to, asked.currency),
               'compareAtPrice', (
                 select case when price.compare_at_minor > price.price_minor then money_major(price.compare_at_minor, asked.currency) end
                   from variants v join variant_prices price on price.variant_id = v.id and price.market = asked.market
                  where v.product_id = p.id and v.active
                  order by price.price_minor, v.position, v.id limit 1),
               'available', shown.available, 'inStock', shown.available > 0,
               'variantCount', shown.variant_count, 'tags', p.tags) order by shown.line)
        from shown
        join products p on p.id = shown.product_id
        join designers designer on designer.id = p.designer_id
        join categories category on category.id = p.category_id
       where shown.line <= asked.page_size), '[]'),
    'total', (select count(*) from matched),
    'page', asked.page,
    'nextCursor', (
      select translate(encode(convert_to(
               json_build_array(asked.sort, text_key, first_key::text, second_key::text, product_id)::text, 'UTF8'),
               'base64'), E'+/=\n', '-_')
        from shown
       where line = asked.page_size and exists (select from shown where line > asked.page_size)),
    'facets', json_build_object(
      'categories', coalesce((
        select json_agg(json_build_object('slug', slug, 'name', name, 'count', products))
          from (select c.slug, c.name, count(*) as products
                  from offered join categories c on c.id = category_id
                 where by_designer and wanted group by c.id order by count(*) desc, c.slug limit 100) as counted), '[]'),
      'designers', coalesce((
        select json_agg(json_build_object('slug', slug, 'name', name, 'count', products))
          from (select d.slug, d.name, count(*) as products
                  from offered join designers d on d.id = designer_id
                 where in_category and wanted group by d.id order by count(*) desc, d.slug limit 100) as counted), '[]'),
      'options', coalesce((
        select json_agg(json_build_object('name', name, 'values', values) order by products desc, name)
          from (select name, max(products) as products,
                       json_agg(json_build_object('value', value, 'count', products) order by products desc, value) as values
                  from option_value group by name) as counted), '[]'),
      'price', (
        select json_build_object('min', money_major(lowest, asked.currency), 'max', money_major(highest, asked.currency))
          from (select min(price_minor) as lowest, max(price_minor) as highest
                  from offer where in_place and in_stock and missed = '{}') as range
         where lowest is not null),
      'inStock', (
        select count(distinct product_id) from offer
         where in_place and in_price and available > 0 and missed = '{}'))
  )::text as body
  from asked`;
