import { sql } from '../../platform/db/sql.ts';
import type { ProductDocument } from './product-document.ts';

/** Makes the designers of these slugs that do not exist yet. */
export const insertMissingDesigners = (designers: readonly object[], now: Date) => sql(
  'catalog.insert_designers',
)`
  insert into designers (slug, name, bio, location, commission_rate, published, created_at)
  select w.slug, w.name, coalesce(w.bio, ''), coalesce(w.location, ''), coalesce(w.commission_rate, 0.15),
         coalesce(w.published, true), ${now}::timestamptz
    from jsonb_to_recordset(${JSON.stringify(designers)}::jsonb)
      as w (slug text, name text, bio text, location text, commission_rate numeric, published boolean)
   where not exists (select from designers d where d.slug = w.slug)
  on conflict (slug) do nothing`;

/** The designers of these names or slugs; of two with one name, the older comes last. */
export const listDesignersCalled = (names: readonly string[], slugs: readonly string[]) =>
  sql<{ id: string; slug: string; name: string }>('catalog.designers_called')`
  select id, slug, name from designers where name = any (${names}::text[]) or slug = any (${slugs}::text[]) order by created_at desc, id`;

/** Makes the categories of these slugs that do not exist yet. */
export const insertMissingCategories = (categories: readonly { slug: string; name: string }[], now: Date) =>
  sql('catalog.insert_categories')`
  insert into categories (slug, name, created_at)
  select w.slug, w.name, ${now}::timestamptz
    from jsonb_to_recordset(${JSON.stringify(categories)}::jsonb) as w (slug text, name text)
   where not exists (select from categories c where c.slug = w.slug)
  on conflict (slug) do nothing`;

/** The categories of these names or slugs; of two with one name, the older comes last. */
export const listCategoriesCalled = (names: readonly string[], slugs: readonly string[]) =>
  sql<{ id: string; slug: string; name: string }>('catalog.categories_called')`
  select id, slug, name from categories where name = any (${names}::text[]) or slug = any (${slugs}::text[]) order by created_at desc, id`;

/** Which product has each of these SKUs now. */
export const listSkuOwners = (skus: readonly string[]) => sql<{ sku: string; slug: string }>(
  'catalog.sku_owners',
)`
  select v.sku, p.slug from variants v join products p on p.id = v.product_id where v.sku = any (${skus}::text[])`;

export const listKnownSlugs = (slugs: readonly string[]) => sql<{ slug: string }>('catalog.known_slugs')`
  select slug from products where slug = any (${slugs}::text[])`;

/**
 * Makes writers of one product wait for each other until the transaction ends, without touching its row. Its other effect
 * is on plans: a connection keeps the one it made, and one made while the tables were empty reads them whole for ever
 * (10,000 rows: 13 s, with lookups by index 4.5 s; again 19 s and 2.6 s).
 */
export const takeTurn = (slug: string) => sql('catalog.take_turn')`
  select pg_advisory_xact_lock(hashtextextended(${`product ${slug}`}, 0)),
         set_config('enable_seqscan', 'off', true), set_config('enable_hashjoin', 'off', true), set_config('enable_mergejoin', 'off', true)`;

/**
 * Inserts the product or changes what differs; a row that is as wanted is not touched. An imported product that is not
 * published takes a published one back to draft and leaves every other status.
 */
export const writeProduct = (product: ProductDocument, now: Date) =>
  sql<{ created: boolean; changed: boolean }>('catalog.write_product')`
  with wanted as (
    select * from jsonb_to_record(${JSON.stringify(product)}::jsonb) as w (
      slug text, designer_id uuid, category_id uuid, title text, description_html text, tags text[], options jsonb,
      images jsonb, image_url text, max_quantity int, status text, rejection_reason text, search_text text, published_at timestamptz)
  ),
  compared as (
    select p.id, w.*, case when w.status = 'published' then 'published' when p.status = 'published' then 'draft' else p.status end as next_status
      from wanted w join products p on p.slug = w.slug
  ),
  changed as (
    update products p
       set designer_id = w.designer_id, category_id = w.category_id, title = w.title, description_html = w.description_html,
           tags = w.tags, options = w.options, images = w.images, image_url = w.image_url, search_text = w.search_text,
           status = w.next_status, rejection_reason = case when w.next_status = 'rejected' then p.rejection_reason end,
           published_at = coalesce(p.published_at, case when w.next_status = 'published' then ${now}::timestamptz end),
           updated_at = ${now}::timestamptz
      from compared w
     where p.id = w.id
       and (p.designer_id, p.category_id, p.title, p.description_html, p.tags, p.options, p.images, p.image_url, p.search_text, p.status)
           is distinct from
           (w.designer_id, w.category_id, w.title, w.description_html, w.tags, w.options, w.images, w.image_url, w.search_text, w.next_status)
    returning p.id
  ),
  created as (
    insert into products (slug, designer_id, category_id, title, description_html, tags, options, images, image_url, max_quantity,
                          status, rejection_reason, search_text, created_at, published_at, updated_at)
    select w.slug, w.designer_id, w.category_id, w.title, w.description_html, w.tags, w.options, w.images, w.image_url, w.max_quantity,
           w.status, w.rejection_reason, w.search_text, ${now}::timestamptz,
           case when w.status = 'published' then coalesce(w.published_at, ${now}::timestamptz) end, ${now}::timestamptz
      from wanted w
     where not exists (select from compared)
    on conflict (slug) do nothing
    returning id
  )
  select exists (select from created) as created, exists (select from changed) as changed`;

/**
 * Makes the product's variants what the document says, known by their options. With `retire`, those which that market sells
 * and the document does not name are no longer sold; they keep their rows, because orders and carts refer to them.
 */
export const writeVariants = (product: ProductDocument, options: { retire: string | null; now: Date }) =>
  sql<{ changed: boolean }>('catalog.write_variants')`
  with wanted as (
    select p.id as product_id, w.*
      from products p
     cross join jsonb_to_recordset(${JSON.stringify(product.variants)}::jsonb) as w (
       position int, sku text, options jsonb, image_url text, max_quantity int, weight_grams int, barcode text, tax_code text,
       requires_shipping boolean, taxable boolean, subscription_eligible boolean)
     where p.slug = ${product.slug}
  ),
  retired as (
    update variants v
       set active = false,
           sku = case when exists (select from wanted w where w.sku = v.sku) then null else v.sku end
     where v.product_id = (select product_id from wanted limit 1)
       and exists (select from variant_prices price where price.variant_id = v.id and price.market = ${options.retire})
       and not exists (select from wanted w where w.options = v.options)
       and (v.active or exists (select from wanted w where w.sku = v.sku))
    returning v.id
  ),
  changed as (
    update variants v
       set position = w.position, sku = w.sku, image_url = w.image_url, weight_grams = w.weight_grams, barcode = w.barcode,
           tax_code = w.tax_code, requires_shipping = w.requires_shipping, taxable = w.taxable, active = true
      from wanted w
     where v.product_id = w.product_id and v.options = w.options
       and (v.position, v.sku, v.image_url, v.weight_grams, v.barcode, v.tax_code, v.requires_shipping, v.taxable, v.active)
           is distinct from
           (w.position, w.sku, w.image_url, w.weight_grams, w.barcode, w.tax_code, w.requires_shipping, w.taxable, true)
    returning v.id
  ),
  created as (
    insert into variants (product_id, position, sku, options, image_url, max_quantity, weight_grams, barcode, tax_code,
                          requires_shipping, taxable, subscription_eligible, created_at)
    select w.product_id, w.position, w.sku, w.options, w.image_url, w.max_quantity, w.weight_grams, w.barcode, w.tax_code,
           w.requires_shipping, w.taxable, w.subscription_eligible, ${options.now}::timestamptz
      from wanted w
     where not exists (select from variants v where v.product_id = w.product_id and v.options = w.options)
    on conflict (product_id, options) do nothing
    returning id
  )
  select exists (select from retired) or exists (select from changed) or exists (select from created) as changed`;

/** Sets the prices of the markets the document names, where they differ. */
export const writePrices = (product: ProductDocument) => sql<{ changed: boolean }>('catalog.write_prices')`
  with wanted as (
    select v.id as variant_id, price.*
      from products p
     cross join jsonb_to_recordset(${JSON.stringify(product.variants)}::jsonb) as w (options jsonb, prices jsonb)
      join variants v on v.product_id = p.id and v.options = w.options
     cross join jsonb_to_recordset(w.prices) as price (market text, currency text, price_minor bigint, compare_at_minor bigint)
     where p.slug = ${product.slug}
  ),
  changed as (
    update variant_prices price
       set currency = w.currency, price_minor = w.price_minor, compare_at_minor = w.compare_at_minor
      from wanted w
     where price.variant_id = w.variant_id and price.market = w.market
       and (price.currency, price.price_minor, price.compare_at_minor) is distinct from (w.currency, w.price_minor, w.compare_at_minor)
    returning price.variant_id
  ),
  created as (
    insert into variant_prices (variant_id, market, currency, price_minor, compare_at_minor)
    select w.variant_id, w.market, w.currency, w.price_minor, w.compare_at_minor
      from wanted w
     where not exists (select from variant_prices price where price.variant_id = w.variant_id and price.market = w.market)
    on conflict (variant_id, market) do nothing
    returning variant_id
  )
  select exists (select from changed) or exists (select from created) as changed`;

/** Books the difference between what is on hand and what the document counts, and writes its audit rows; none, no row. */
export const bookCountedStock = (
  product: ProductDocument,
  booking: { kind: 'adjust' | 'receive'; actor: string; reason: string; now: Date },
) => sql<{ changed: boolean }>('catalog.book_counted_stock')`
  with booked as (
    insert into stock_movements (variant_id, kind, on_hand_change, actor, reason, at)
    select v.id, ${booking.kind}, w.stock - coalesce(level.on_hand, 0), ${booking.actor}, ${booking.reason}, ${booking.now}::timestamptz
      from products p
     cross join jsonb_to_recordset(${JSON.stringify(product.variants)}::jsonb) as w (options jsonb, stock int)
      join variants v on v.product_id = p.id and v.options = w.options
      left join stock_levels level on level.variant_id = v.id
     where p.slug = ${product.slug} and w.stock <> coalesce(level.on_hand, 0)
     order by v.id
    returning variant_id, kind, on_hand_change, actor, reason, at
  ), audited as (
    insert into audit_log (at, actor_role, action, target_kind, target_id, before, after)
    select b.at, 'operator', 'stock.' || b.kind, 'variant', b.variant_id::text,
           jsonb_build_object('onHand', coalesce(level.on_hand, 0)),
           jsonb_build_object('onHand', coalesce(level.on_hand, 0) + b.on_hand_change, 'by', b.actor, 'reason', b.reason)
      from booked b left join stock_levels level on level.variant_id = b.variant_id
  )
  select exists (select from booked) as changed`;

/** The next products with what the market sells of them, in the order of their slugs. */
export const listProductsToExport = (input: { market: string; afterSlug: string; limit: number }) =>
  sql<{ slug: string; document: ExportedDocument }>('catalog.export')`
  select p.slug, json_build_object(
           'title', p.title, 'descriptionHtml', p.description_html, 'vendor', designer.name, 'vendorSlug', designer.slug,
           'category', category.name, 'categorySlug', category.slug, 'tags', p.tags, 'published', p.status = 'published',
           'options', p.options, 'images', p.images, 'variants', sold.variants) as document
    from products p
    join designers designer on designer.id = p.designer_id
    join categories category on category.id = p.category_id
   cross join lateral (
     select json_agg(json_build_object(
              'sku', v.sku, 'options', v.options, 'priceMinor', price.price_minor::text,
              'compareAtMinor', price.compare_at_minor::text, 'quantity', coalesce(level.on_hand, 0),
              'weightGrams', v.weight_grams, 'barcode', v.barcode, 'requiresShipping', v.requires_shipping,
              'taxable', v.taxable, 'imageUrl', v.image_url, 'taxCode', v.tax_code) order by v.position, v.id) as variants
       from variants v
       join variant_prices price on price.variant_id = v.id and price.market = ${input.market}
       left join stock_levels level on level.variant_id = v.id
      where v.product_id = p.id and v.active
   ) as sold
   where p.slug > ${input.afterSlug} and sold.variants is not null
   order by p.slug
   limit ${input.limit}`;

/** A product as the export statement writes it; amounts are text, because JSON has no exact integers. */
export interface ExportedDocument {
  title: string;
  descriptionHtml: string;
  vendor: string;
  vendorSlug: string;
  category: string;
  categorySlug: string;
  tags: string[];
  published: boolean;
  options: { name: string; values: string[] }[];
  images: { url: string; alt: string }[];
  variants: {
    sku: string | null;
    options: Record<string, string>;
    priceMinor: string;
    compareAtMinor: string | null;
    quantity: number;
    weightGrams: number;
    barcode: string | null;
    requiresShipping: boolean;
    taxable: boolean;
    imageUrl: string | null;
    taxCode: string | null;
  }[];
}
