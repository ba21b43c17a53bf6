import type { Origin } from '../audit/public.ts';
import { addItem, type CartView } from '../cart/public.ts';
import type { Identity } from '../../platform/db/database.ts';
import { AppError } from '../../platform/errors.ts';
import type { Who } from '../../platform/http/route.ts';
import { Major } from '../../platform/exact-json.ts';
import type { OrderDeps } from './deps.ts';
import { findOrder } from './find-order.ts';
import { readReorder, type ReorderLine } from './queries-reorder.ts';

/** Of the cart's rules, what tells which market and how many. */
export type MarketRules = Pick<CartView['policy'], 'currencies' | 'defaultMarket' | 'defaultMaxQuantity'>;

export interface Reorder {
  lines: {
    productId: string;
    variantId: string;
    title: string;
    purchase: string;
    requested: number;
    quantity: number;
    price: Major | null;
    currency: string;
  }[];
  unavailable: { productId: string; variantId: string; title: string; requested: number; reason: string }[];
  /** Whether the lines are in the cart now. */
  added: boolean;
}

/**
 * What of an order can be bought again: lines with the quantity that is to be had, and the others with the reason why not
 * (ORD-5). With `addToCart` they are put into the cart; what the cart refuses moves to the others.
 */
export async function reorder(
  deps: OrderDeps,
  caller: Identity<Who>,
  input: { orderId: string; addToCart: boolean; view: CartView; origin: Origin },
): Promise<Reorder> {
  const { who } = await findOrder(deps, caller, input.orderId);
  const { orderId, view } = input;
  const { rows } = await deps.shop
    .as(caller)
    .read(readReorder({ orderId, market: view.market, policy: view.policy }));
  const result: Reorder = { lines: [], unavailable: [], added: input.addToCart };
  const left = new Map(rows[0].map(({ variantId, available }) => [variantId, available]));
  for (const line of rows[0]) {
    const quantity = Math.min(line.quantity, left.get(line.variantId)!, line.maxQuantity);
    const refusal = line.reason ?? (quantity <= 0 ? 'out-of-stock' : null);
    const problem =
      refusal ?? (input.addToCart ? await put(deps, caller, { ...input, line, quantity }) : null);
    if (problem) result.unavailable.push({ ...named(line), reason: problem });
    else {
      left.set(line.variantId, left.get(line.variantId)! - quantity);
      result.lines.push({ ...named(line), purchase: line.purchase, quantity, ...priced(line) });
    }
  }
  if (input.addToCart) deps.shop.as(caller).afterCommit(() => deps.bus.publish(`cart:${who.shopperId}`, ''));
  return result;
}

async function put(
  { shop }: OrderDeps,
  caller: Identity<Who>,
  { line, quantity, view, origin }: { line: ReorderLine; quantity: number; view: CartView; origin: Origin },
): Promise<string | null> {
  const { productId, variantId, purchase } = line;
  try {
    const addition = {
      ...view,
      productId,
      variantId,
      quantity,
      purchase,
      claimedPrice: null,
      ifMatch: null,
      origin,
    };
    await addItem(shop.as(caller), addition);
    return null;
  } catch (error) {
    if (error instanceof AppError && error.kind.status < 500) return error.kind.reason;
    throw error;
  }
}

function named({ productId, variantId, title, quantity }: ReorderLine) {
  return { productId, variantId, title, requested: quantity };
}

function priced({ priceMinor, currency }: ReorderLine) {
  return { price: priceMinor === null ? null : new Major(priceMinor, currency), currency };
}
