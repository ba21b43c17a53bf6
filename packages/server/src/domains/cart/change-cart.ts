import type { Access } from '../../platform/db/database.ts';
import type { Statement } from '../../platform/db/sql.ts';
import { refuse } from '../../platform/errors.ts';
import type { Who } from '../../platform/http/route.ts';
import { cartErrors } from './errors.ts';
import { lockCart, readCart, type CartDocument, type CartView } from './queries.ts';
import type { ChangeRow, QuantityRow } from './queries-change.ts';

/** The cart after an operation, as it goes to the client. */
export interface CartAnswer extends CartDocument {
  shopperId: string;
}

/** Runs one change and reads the cart after it: one round trip, one transaction, one change of a cart at a time. */
export async function changeCart<Row extends { outcome: string }>(
  access: Access<Who>,
  view: CartView,
  change: Statement<Row>,
): Promise<{ row: Row; who: Who; cart: CartAnswer }> {
  const { who, rows } = await access.write(lockCart(), change, readCart(view));
  const [, [row], [document]] = rows;
  if (!row || !document) throw refuse(cartErrors.shopperGone);
  return { row, who, cart: { ...document, shopperId: who.shopperId } };
}

/** Throws the refusal that an outcome stands for; returns where the change was made. */
export function requireDone(row: ChangeRow | QuantityRow, maxLines: number): void {
  switch (row.outcome) {
    case 'version-differs':
      throw refuse(cartErrors.versionDiffers);
    case 'line-unknown':
      throw refuse(cartErrors.itemNotFound);
    case 'line-foreign':
      throw refuse(cartErrors.forbidden);
    case 'product-unknown':
      throw refuse(cartErrors.productNotFound);
    case 'variant-unknown':
      throw refuse(cartErrors.variantNotFound);
    case 'subscription-unavailable':
      throw refuse(cartErrors.subscriptionUnavailable);
    case 'not-sold-in-market':
      throw refuse(cartErrors.notSoldInMarket);
    case 'cart-full':
      throw refuse(cartErrors.cartFull, { max: maxLines });
  }
  if ('choices' in row) requireQuantity(row);
}

function requireQuantity(row: QuantityRow): void {
  const requested = row.requested ?? 0;
  if (row.outcome === 'variant-required')
    throw refuse(cartErrors.variantRequired, { variants: row.choices ?? [] });
  if (row.outcome === 'insufficient-stock') {
    throw refuse(cartErrors.insufficientStock, { available: Math.max(0, row.available ?? 0), requested });
  }
  if (row.outcome === 'quantity-limit')
    throw refuse(cartErrors.quantityLimit, { max: row.maxQuantity ?? 0, requested });
}
