import { sql } from '../../platform/db/sql.ts';

/** Differs after every change of the public catalogue, stock running out or coming back included. */
export const readCatalogVersion = () => sql<{ version: string }>('catalog.version')`
  select sum(changes)::text as version from catalog_version`;

/** One public product with the variants sold in the market, as the finished document; no row where there is none. */
export const findPublicProduct = (input: {
  idOrSlug: string;
  market: string;
  currency: string;
  defaultMaxQuantity: number;
}) =>
  sql<{ body: string }>('catalog.product')`
  select json_build_object('product', json_build_object(
    'id', p.id, 'slug', p.slug, 'title', p.title, 'descriptionHtml', p.description_html,
    'imageUrl', p.image_url, 'images', p.images, 'options', p.options, 'tags', p.tags,
    'category', json_build_object('slug', category.slug, 'name', category.name),
    'designer', json_build_object('slug', designer.slug, 'name', designer.name),
    'publishedAt', iso_time(p.published_at),
    'variants', sold.variants))::text as body
  from products p
  join designers designer on designer.id = p.designer_id and designer.published
  join categories category on category.id = p.category_id
  cross join lateral (
    select json_agg(json_build_object(
      'id', v.id, 'sku', v.sku, 'options', v.options,
      'price', money_major(price.price_minor, price.currency),
      'compareAtPrice', case when price.compare_at_minor > price.price_minor
                             then money_major(price.compare_at_minor, price.currency) end,
      'currency', price.currency,
      'available', greatest(coalesce(level.on_hand - level.reserved, 0), 0),
      'maxQuantity', coalesce(v.max_quantity, p.max_quantity, ${input.defaultMaxQuantity}::int),
      'imageUrl', coalesce(v.image_url, p.image_url),
      'subscriptionEligible', v.subscription_eligible,
      'weightGrams', v.weight_grams) order by v.position, v.id) as variants
    from variants v
    join variant_prices price on price.variant_id = v.id and price.market = ${input.market}
    left join stock_levels level on level.variant_id = v.id
    where v.product_id = p.id and v.active
  ) as sold
  where p.status = 'published' and sold.variants is not null
    and p.id in (
      select id from products where slug = ${input.idOrSlug}
      union all
      select id from products where id = ${asUuid(input.idOrSlug)}::uuid)`;

/** The categories that have something to show in the market, with how many products. */
export const listPublicCategories = (input: { market: string }) => sql<{ body: string }>(
  'catalog.categories',
)`
  select json_build_object('categories', coalesce(
    json_agg(json_build_object('slug', slug, 'name', name, 'productCount', products) order by name collate "C", slug),
    '[]'))::text as body
  from (
    select category.slug, category.name, count(*) as products
      from products p
      join designers designer on designer.id = p.designer_id and designer.published
      join categories category on category.id = p.category_id
     where p.status = 'published' and exists (
       select from variants v join variant_prices price on price.variant_id = v.id and price.market = ${input.market}
        where v.product_id = p.id and v.active)
     group by category.id
  ) as counted`;

/** Published designers with their number of products in the market and the newest, one statement however many. */
export const listPublicDesigners = (input: {
  market: string;
  /** Only this one, by slug or id. */
  idOrSlug: string | null;
  sort: 'name' | 'newest';
  after: { text: string; first: string; id: string } | null;
  limit: number;
}) => sql<{ designers: string; count: number; nextCursor: string | null }>('catalog.designers')`
  with asked as (
    select ${input.sort}::text as sort, ${input.after !== null}::boolean as has_cursor, ${input.after?.text ?? ''}::text as after_text,
           ${input.after?.first ?? 0}::bigint as after_first, ${input.after?.id ?? null}::uuid as after_id, ${input.limit}::int as page_size
  ),
  keyed as (
    select designer.*,
           (case when asked.sort = 'name' then lower(designer.name) else '' end) collate "C" as text_key,
           case when asked.sort = 'name' then 0
                else -(extract(epoch from designer.created_at) * 1000000)::bigint end as first_key
      from designers designer cross join asked
     where designer.published
       and (${input.idOrSlug}::text is null or designer.slug = ${input.idOrSlug} or designer.id = ${asUuid(input.idOrSlug)}::uuid)
  ),
  page as (
    select keyed.*, row_number() over (order by text_key, first_key, id) as line
      from keyed cross join asked
     where not asked.has_cursor or (text_key, first_key, id) > (after_text, after_first, after_id)
     order by text_key, first_key, id
     limit (select page_size + 1 from asked)
  ),
  listed as (
    select p.designer_id, p.id, p.slug, p.title, p.image_url, p.published_at,
           count(*) over (partition by p.designer_id) as products,
           row_number() over (partition by p.designer_id order by p.published_at desc nulls last, p.id) as newness
      from products p
     where p.status = 'published' and p.designer_id in (select id from page) and exists (
       select from variants v join variant_prices price on price.variant_id = v.id and price.market = ${input.market}
        where v.product_id = p.id and v.active)
  )
  select coalesce(json_agg(json_build_object(
           'id', page.id, 'slug', page.slug, 'name', page.name, 'bio', page.bio, 'location', page.location,
           'productCount', coalesce(listed.products, 0),
           'newestProduct', case when listed.id is not null then json_build_object(
              'id', listed.id, 'slug', listed.slug, 'title', listed.title, 'imageUrl', listed.image_url,
              'publishedAt', iso_time(listed.published_at)) end
         ) order by page.line) filter (where page.line <= asked.page_size), '[]')::text as designers,
         count(*)::int as count,
         max(translate(encode(convert_to(
               json_build_array(asked.sort, page.text_key, page.first_key::text, '0', page.id)::text, 'UTF8'),
               'base64'), E'+/=\n', '-_')) filter (where page.line = asked.page_size and page.more) as next_cursor
    from (select page.*, max(line) over () > (select page_size from asked) as more from page) as page
   cross join asked
    left join listed on listed.designer_id = page.id and listed.newness = 1`;

// A slug may look like anything but an id; comparing it with ids would be an error.
function asUuid(idOrSlug: string | null): string | null {
  return idOrSlug && /^[\da-f]{8}(-[\da-f]{4}){3}-[\da-f]{12}$/.test(idOrSlug) ? idOrSlug : null;
}
