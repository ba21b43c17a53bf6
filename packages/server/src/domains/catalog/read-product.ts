import type { Access } from '../../platform/db/database.ts';
import { refuse } from '../../platform/errors.ts';
import { catalogErrors } from './errors.ts';
import type { MarketRef } from '../../market.ts';
import { findPublicProduct } from './queries.ts';

/** One public product by id or slug as a finished document; PRODUCT_NOT_FOUND also for hidden ones and those not sold in the market. */
export async function readProduct(
  access: Access<unknown>,
  idOrSlug: string,
  context: { market: MarketRef; defaultMaxQuantity: number },
): Promise<string> {
  const { market, defaultMaxQuantity } = context;
  const { rows } = await access.read(
    findPublicProduct({ idOrSlug, market: market.code, currency: market.currency, defaultMaxQuantity }),
  );
  const [product] = rows[0];
  if (!product) throw refuse(catalogErrors.productNotFound);
  return product.body;
}
