import type { CartItem, CartwrightError, NetworkError } from '@cartwright/client';

export type Interval = 'week' | 'month' | 'quarter';
export type Failure = CartwrightError | NetworkError;

/** What to show of a thing that was just put into the cart, until the server has answered. */
export interface Preview {
  title: string;
  slug?: string | null;
  imageUrl?: string | null;
  options?: Record<string, string>;
  /** Of one piece, in major units. */
  price?: number | null;
  currency?: string;
  maxQuantity?: number;
  available?: number;
}

export interface AddInput {
  productId: string;
  variantId: string;
  /** 1 where not given. */
  quantity?: number;
  /** A subscription; a single purchase where not given. */
  interval?: Interval;
  preview?: Preview;
}

/** A line as it is to be shown: what the server said, with what the shopper has done since. */
export interface CartLine {
  /** Names the line from the click on, before the server knows it; for React's `key` and for every change. */
  readonly key: string;
  /** The server's id; null until it has answered. */
  readonly itemId: string | null;
  readonly productId: string;
  readonly variantId: string;
  readonly slug: string | null;
  readonly title: string;
  readonly options: Readonly<Record<string, string>>;
  readonly imageUrl: string | null;
  readonly purchase: CartItem['purchase'];
  readonly price: number | null;
  readonly quantity: number;
  readonly lineTotal: number | null;
  readonly available: number | null;
  readonly maxQuantity: number | null;
  readonly status: CartItem['status'];
  readonly priceChange: CartItem['priceChange'];
  /** Whether the server has yet to confirm what is shown. */
  readonly pending: boolean;
  /** Why the last change of this line was taken back; null after the next change. */
  readonly error: Failure | null;
}

/** Two lines of one cart never share variant and interval: the server merges them. */
export function keyOf(item: {
  variantId: string;
  purchase?: CartItem['purchase'];
  interval?: Interval;
}): string {
  const interval = item.purchase?.type === 'subscription' ? item.purchase.interval : item.interval;
  return `${item.variantId}:${interval ?? 'once'}`;
}

export function lineOf(item: CartItem): CartLine {
  const { id, addedAt: _, sku: __, ...shown } = item;
  return { ...shown, key: keyOf(item), itemId: id, pending: false, error: null };
}

/** What it takes to put a line in again. */
export function inputOf({ productId, variantId, purchase }: CartLine, quantity: number): AddInput {
  const interval = purchase.type === 'subscription' ? { interval: purchase.interval } : {};
  return { productId, variantId, quantity, ...interval };
}

export function previewLine(input: AddInput): CartLine | null {
  const { preview, interval } = input;
  if (!preview) return null;
  return {
    key: keyOf(input),
    itemId: null,
    productId: input.productId,
    variantId: input.variantId,
    slug: preview.slug ?? null,
    title: preview.title,
    options: preview.options ?? {},
    imageUrl: preview.imageUrl ?? null,
    purchase: interval ? { type: 'subscription', interval } : { type: 'once' },
    price: preview.price ?? null,
    quantity: 0,
    lineTotal: null,
    available: preview.available ?? null,
    maxQuantity: preview.maxQuantity ?? null,
    status: 'ok',
    priceChange: null,
    pending: true,
    error: null,
  };
}

/** `price × quantity` in major units, exact: counted in the currency's smallest coin. */
export function multiply(price: number, quantity: number, currency: string): number {
  const scale = 10 ** digitsOf(currency);
  return (Math.round(price * scale) * quantity) / scale;
}

export function sum(amounts: readonly number[], currency: string): number {
  const scale = 10 ** digitsOf(currency);
  return amounts.reduce((total, amount) => total + Math.round(amount * scale), 0) / scale;
}

const known = new Map<string, number>();

function digitsOf(currency: string): number {
  let digits = known.get(currency);
  if (digits === undefined) {
    const format = new Intl.NumberFormat('en', { style: 'currency', currency });
    digits = format.resolvedOptions().maximumFractionDigits ?? 2;
    known.set(currency, digits);
  }
  return digits;
}
