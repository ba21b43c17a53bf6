import type { Named } from './ensure-named.ts';
import type { MarketRef } from '../../market.ts';
import type { ProductDocument } from './product-document.ts';
import { searchText } from './search-words.ts';
import type { ImportedProduct } from './shopify-csv/imported-product.ts';

/** The document of a product that was read from a file, priced for one market. */
export function documentOf(
  product: ImportedProduct,
  context: { designers: Named; categories: Named; market: MarketRef },
): ProductDocument {
  const images = product.images.map(({ url, alt }) => ({ url, alt }));
  const designer = context.designers.get(product.vendor)!;
  const category = context.categories.get(product.category)!;
  const skus = product.variants.map(({ sku }) => sku);
  return {
    slug: product.handle,
    designer_id: designer.id,
    category_id: category.id,
    title: product.title,
    description_html: product.descriptionHtml,
    tags: product.tags,
    options: product.options,
    images,
    image_url: images[0]?.url ?? null,
    max_quantity: null,
    status: product.published ? 'published' : 'draft',
    rejection_reason: null,
    search_text: searchText({
      title: product.title,
      designer: designer.name,
      category: category.name,
      tags: product.tags,
      skus,
    }),
    published_at: null,
    variants: product.variants.map((variant, index) => ({
      position: index + 1,
      sku: variant.sku,
      options: variant.options,
      image_url: variant.imageUrl,
      max_quantity: null,
      weight_grams: variant.weightGrams,
      barcode: variant.barcode,
      tax_code: variant.taxCode,
      requires_shipping: variant.requiresShipping,
      taxable: variant.taxable,
      subscription_eligible: false,
      stock: variant.quantity,
      prices: [
        {
          market: context.market.code,
          currency: context.market.currency,
          price_minor: String(variant.priceMinor),
          compare_at_minor: variant.compareAtMinor === null ? null : String(variant.compareAtMinor),
        },
      ],
    })),
  };
}
