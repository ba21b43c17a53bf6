import { createHash } from 'node:crypto';
import { Major } from '../../platform/exact-json.ts';
import type { FrozenLine } from './frozen-line.ts';
import type { Totals } from './quote.ts';

/** What was agreed to: goods, prices and totals. Titles, pictures and addresses may be mended without asking again. */
export interface Agreed extends Totals {
  market: { code: string; currency: string };
  lines: readonly FrozenLine[];
  shipping: { method: { id: string } } | null;
}

/** One hash for what was agreed to; the order of the lines does not matter (CHK-4). */
export function fingerprintOf(order: Agreed): Buffer {
  const lines = order.lines.map((line) => [
    line.variantId,
    line.purchase,
    line.quantity,
    String(line.priceMinor),
    String(line.taxMinor),
  ]);
  const { market, shipping, subtotalMinor, shippingMinor, taxMinor, taxIncluded, totalMinor } = order;
  const amounts = [subtotalMinor, shippingMinor, taxMinor, totalMinor].map(String);
  const agreed = [
    market.code,
    market.currency,
    lines.map((line) => JSON.stringify(line)).sort(),
    shipping?.method.id ?? null,
    amounts,
    taxIncluded,
  ];
  return createHash('sha256').update(JSON.stringify(agreed)).digest();
}

export interface Difference {
  what: 'added' | 'removed' | 'quantity' | 'price' | 'shipping' | 'tax' | 'total' | 'other';
  variantId?: string;
  title?: string;
  /** Pieces or amounts, as `what` says; null where there was or is none. */
  old: number | Major | null;
  new: number | Major | null;
}

type Compared = Pick<Agreed, 'lines' | 'shippingMinor' | 'taxMinor' | 'totalMinor'>;

/** What has changed between two states of an order, for people to see; amounts are of `currency`. */
export function differences(before: Compared, now: Compared, currency: string): Difference[] {
  const key = ({ variantId, purchase }: FrozenLine) => `${variantId} ${purchase}`;
  const after = new Map(now.lines.map((line) => [key(line), line]));
  const known = new Set(before.lines.map(key));
  const amount = (minor: bigint) => new Major(minor, currency);
  const found = before.lines.flatMap((line): Difference[] => {
    const { variantId, title } = line;
    const then = after.get(key(line));
    if (!then) return [{ what: 'removed', variantId, title, old: line.quantity, new: null }];
    return [
      ...(then.quantity === line.quantity
        ? []
        : [{ what: 'quantity', variantId, title, old: line.quantity, new: then.quantity } as const]),
      ...(then.priceMinor === line.priceMinor
        ? []
        : [
            {
              what: 'price',
              variantId,
              title,
              old: amount(line.priceMinor),
              new: amount(then.priceMinor),
            } as const,
          ]),
    ];
  });
  for (const line of now.lines) {
    if (known.has(key(line))) continue;
    found.push({
      what: 'added',
      variantId: line.variantId,
      title: line.title,
      old: null,
      new: line.quantity,
    });
  }
  for (const what of ['shipping', 'tax', 'total'] as const) {
    const [old, then] = [before[`${what}Minor`], now[`${what}Minor`]];
    if (old !== then) found.push({ what, old: amount(old), new: amount(then) });
  }
  return found;
}
