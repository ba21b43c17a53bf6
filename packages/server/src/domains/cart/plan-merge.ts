import type { MergedPieces, MergeLine } from './queries-merge.ts';

export interface Loser {
  variantId: string;
  title: string;
  requested: number;
  added: number;
  reason:
    | 'PRODUCT_NOT_FOUND'
    | 'NOT_SOLD_IN_MARKET'
    | 'SUBSCRIPTION_NOT_AVAILABLE'
    | 'CART_FULL'
    | 'INSUFFICIENT_STOCK'
    | 'QUANTITY_LIMIT';
}

export interface MergePlan {
  pieces: MergedPieces[];
  losers: Loser[];
}

/** Fits a guest's lines into a user's cart: quantities add up per variant within stock and limit; what does not fit is named. */
export function planMerge(
  guest: readonly MergeLine[],
  held: readonly MergedPieces[],
  { maxLines }: { maxLines: number },
): MergePlan {
  const plan: MergePlan = { pieces: [], losers: [] };
  const ofVariant = new Map<string, number>();
  for (const { variantId, quantity } of held)
    ofVariant.set(variantId, (ofVariant.get(variantId) ?? 0) + quantity);
  const lines = new Set(held.map(lineKey));
  for (const line of guest) {
    const had = ofVariant.get(line.variantId) ?? 0;
    const { room, reason } = roomFor(line, had, lines.has(lineKey(line)) || lines.size < maxLines);
    const added = Math.min(line.quantity, room);
    if (added > 0) {
      plan.pieces.push({ variantId: line.variantId, purchase: line.purchase, quantity: added });
      ofVariant.set(line.variantId, had + added);
      lines.add(lineKey(line));
    }
    if (added < line.quantity) {
      plan.losers.push({
        variantId: line.variantId,
        title: line.title,
        requested: line.quantity,
        added,
        reason,
      });
    }
  }
  return plan;
}

function roomFor(line: MergeLine, had: number, lineFits: boolean): { room: number; reason: Loser['reason'] } {
  if (!line.offered) return { room: 0, reason: 'PRODUCT_NOT_FOUND' };
  if (line.currentMinor === null) return { room: 0, reason: 'NOT_SOLD_IN_MARKET' };
  if (line.purchase !== 'once' && !line.subscriptionEligible)
    return { room: 0, reason: 'SUBSCRIPTION_NOT_AVAILABLE' };
  if (!lineFits) return { room: 0, reason: 'CART_FULL' };
  const most = Math.min(line.available, line.maxQuantity);
  return {
    room: Math.max(0, most - had),
    reason: line.available <= line.maxQuantity ? 'INSUFFICIENT_STOCK' : 'QUANTITY_LIMIT',
  };
}

function lineKey({ variantId, purchase }: { variantId: string; purchase: string }): string {
  return `${variantId} ${purchase}`;
}
