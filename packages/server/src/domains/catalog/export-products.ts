import type { Access } from '../../platform/db/database.ts';
import { UNBRANDED, UNCATEGORISED } from './ensure-named.ts';
import type { MarketRef } from '../../market.ts';
import { type ExportedDocument, listProductsToExport } from './queries-import.ts';
import type { ImportedProduct } from './shopify-csv/imported-product.ts';
import { writeShopifyCsv } from './shopify-csv/write-shopify-csv.ts';

const AT_ONCE = 500;

/**
 * All products sold in the market, of every status, as a Shopify product CSV with its prices; importing it again changes
 * nothing (CAT-5). Images of this server are written as their paths, so that the file fits a server of another address.
 */
export async function exportProducts(
  access: Access<unknown>,
  context: { market: MarketRef },
): Promise<string> {
  const { code, currency } = context.market;
  const products: ImportedProduct[] = [];
  for (let afterSlug = ''; ;) {
    const { rows } = await access.read(listProductsToExport({ market: code, afterSlug, limit: AT_ONCE }));
    products.push(...rows[0].map(({ slug, document }) => importedOf(slug, document)));
    if (rows[0].length < AT_ONCE) return writeShopifyCsv(products, { currency });
    afterSlug = rows[0].at(-1)!.slug;
  }
}

function importedOf(slug: string, document: ExportedDocument): ImportedProduct {
  const { vendorSlug, categorySlug, ...product } = document;
  return {
    ...product,
    line: 0,
    handle: slug,
    vendor: vendorSlug === UNBRANDED.slug ? '' : product.vendor,
    category: categorySlug === UNCATEGORISED.slug ? '' : product.category,
    images: product.images.map((image, index) => ({ ...image, position: index + 1 })),
    variants: product.variants.map((variant) => ({
      ...variant,
      line: 0,
      priceMinor: BigInt(variant.priceMinor),
      compareAtMinor: variant.compareAtMinor === null ? null : BigInt(variant.compareAtMinor),
      tracked: true,
      oversell: false,
    })),
  };
}
