import type { Cart } from '@cartwright/client';
import { quantityAfter, type Slot } from './cart-intents.ts';
import { type CartLine, type Failure, lineOf, multiply, sum } from './cart-line.ts';

/** The cart as it is to be shown. The same object as long as nothing of it changed. */
export interface CartView {
  /** `ready` once it is known whose cart it is and what is in it. */
  readonly status: 'loading' | 'ready' | 'failed';
  readonly lines: readonly CartLine[];
  /** Pieces. */
  readonly totalItems: number;
  /** Major units; the server's own sum while nothing is pending. */
  readonly totalPrice: number;
  readonly currency: string | null;
  readonly market: string | null;
  /** Whether the server has yet to confirm something. */
  readonly pending: boolean;
  /** Whether the last try got no answer; changes are kept and sent again. */
  readonly offline: boolean;
  /** Why the cart could not be read, or the last change of all was taken back. */
  readonly error: Failure | null;
  /** Lines taken out a moment ago, for `undo`. */
  readonly removed: readonly CartLine[];
  /** The version that the server settled; null before the first answer. */
  readonly version: number | null;
}

export const EMPTY_VIEW: CartView = {
  status: 'loading',
  lines: [],
  totalItems: 0,
  totalPrice: 0,
  currency: null,
  market: null,
  pending: false,
  offline: false,
  error: null,
  removed: [],
  version: null,
};

export interface Facts {
  status: CartView['status'];
  settled: Cart | null;
  slots: ReadonlyMap<string, Slot>;
  offline: boolean;
  error: Failure | null;
  removed: readonly CartLine[];
}

/** Settled state and what is wanted make the view; nothing else does. */
export function makeView({ settled, slots, ...facts }: Facts): CartView {
  const currency = settled?.currency ?? null;
  const base = (settled?.items ?? []).map(lineOf);
  const known = new Set(base.map(({ key }) => key));
  const fresh = [...slots.values()].flatMap(({ key, preview }) =>
    preview && !known.has(key) ? [preview] : [],
  );
  const lines = [...base, ...fresh].flatMap((line) => {
    const shown = withIntents(line, slots.get(line.key), currency);
    return shown.quantity > 0 ? [shown] : [];
  });
  const pending = [...slots.values()].some(({ intents }) => intents.length > 0);
  return {
    ...facts,
    lines,
    totalItems:
      pending || !settled
        ? lines.reduce((count, line) => count + (line.price === null ? 0 : line.quantity), 0)
        : settled.totalItems,
    totalPrice:
      pending && currency
        ? sum(
            lines.map(({ lineTotal }) => lineTotal ?? 0),
            currency,
          )
        : (settled?.totalPrice ?? 0),
    currency,
    market: settled?.market ?? null,
    pending,
    version: settled?.version ?? null,
  };
}

function withIntents(line: CartLine, slot: Slot | undefined, currency: string | null): CartLine {
  if (!slot) return line;
  const quantity = quantityAfter(line.itemId === null ? 0 : line.quantity, slot.intents);
  const lineTotal =
    line.price === null || currency === null ? line.lineTotal : multiply(line.price, quantity, currency);
  return { ...line, quantity, lineTotal, pending: slot.intents.length > 0, error: slot.error };
}

/** The earlier view, or the earlier lines in the later one, where they say the same; so nothing is drawn again for nothing. */
export function keepSame(before: CartView, after: CartView): CartView {
  const old = new Map(before.lines.map((line) => [line.key, line]));
  const lines = after.lines.map((line) => {
    const earlier = old.get(line.key);
    return earlier && same(earlier, line) ? earlier : line;
  });
  const unchanged =
    lines.length === before.lines.length && lines.every((line, i) => line === before.lines[i]);
  const kept = {
    ...after,
    lines: unchanged ? before.lines : lines,
    removed: same(before.removed, after.removed) ? before.removed : after.removed,
  };
  const names = Object.keys(kept) as (keyof CartView)[];
  return names.every((name) => kept[name] === before[name]) ? before : kept;
}

function same(a: unknown, b: unknown): boolean {
  return JSON.stringify(a) === JSON.stringify(b);
}
