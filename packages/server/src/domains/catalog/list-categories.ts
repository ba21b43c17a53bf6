import type { Access } from '../../platform/db/database.ts';
import type { MarketRef } from '../../market.ts';
import { listPublicCategories } from './queries.ts';

/** The categories with products in the market, as a finished document. */
export async function listCategories(access: Access<unknown>, market: MarketRef): Promise<string> {
  const { rows } = await access.browse(listPublicCategories({ market: market.code }));
  return rows[0][0]!.body;
}
