import { z } from 'zod';
import type { GatewayIntent, GatewayRefund, IntentStatus } from './gateway.ts';
import { fromProviderUnits } from './provider-amounts.ts';

const units = z.number().int().nonnegative();
const currency = z.string().regex(/^[A-Z]{3}$/);
// An empty set of notes comes as an empty list.
const notes = z
  .union([z.record(z.string(), z.unknown()), z.array(z.unknown())])
  .nullish()
  .transform((found) =>
    Object.fromEntries(
      Object.entries(found ?? {}).filter((entry): entry is [string, string] => typeof entry[1] === 'string'),
    ),
  );

/** A try to pay an order; several may fail before one is captured, and a failed one may still come to life (L-27). */
export const paymentShape = z.object({
  id: z.string().min(1),
  amount: units,
  currency,
  status: z.enum(['created', 'authorized', 'captured', 'refunded', 'failed']),
  captured: z.boolean().nullish(),
  amount_refunded: units.nullish(),
  error_code: z.string().nullish(),
  error_reason: z.string().nullish(),
  created_at: units,
});

export const orderShape = z.object({
  id: z.string().min(1),
  amount: units,
  currency,
  notes,
  created_at: units,
});

export const refundShape = z.object({
  id: z.string().min(1),
  amount: units,
  currency,
  status: z
    .enum(['pending', 'processed', 'failed'])
    .transform((status) => (status === 'processed' ? ('succeeded' as const) : status)),
  notes,
});

/** A page of a list. */
export const pageOf = <Item extends z.ZodType>(item: Item) => z.object({ items: z.array(item) });

/** A listed order with its payments expanded; one without any may leave the list out. */
export const listedOrderShape = orderShape.extend({
  payments: pageOf(paymentShape)
    .nullish()
    .transform((page) => page?.items ?? []),
});

const entity = <Fields extends z.ZodRawShape>(fields: Fields) =>
  z.object({ entity: z.object(fields) }).nullish();

/** A webhook event, of which only whom it tells of is read. */
export const eventShape = z.object({
  event: z.string().min(1),
  created_at: units,
  payload: z.object({
    payment: entity({ order_id: z.string().nullish() }),
    order: entity({ id: z.string().nullish() }),
  }),
});

export type Order = z.output<typeof orderShape>;
export type Payment = z.output<typeof paymentShape>;

/** Whether money was taken by this payment, even if it was given back since. */
export function isCaptured({ status, captured }: Payment): boolean {
  return status === 'captured' || (status === 'refunded' && captured === true);
}

/** An order and the payments made for it as one intent. */
export function toIntent(
  order: Order,
  payments: readonly Payment[],
  { mode, keyId }: { mode: 'test' | 'live'; keyId: string },
): GatewayIntent {
  const taken = payments.filter(isCaptured);
  const minor = (amount: number) => fromProviderUnits('razorpay', amount, order.currency);
  const sum = (amounts: number[]) => minor(amounts.reduce((total, amount) => total + amount, 0));
  const amountMinor = minor(order.amount);
  return {
    id: order.id,
    status: statusOf(payments),
    amountMinor,
    currency: order.currency,
    capturedMinor: sum(
      taken.filter((payment) => payment.currency === order.currency).map(({ amount }) => amount),
    ),
    refundedMinor: sum(taken.map(({ amount_refunded: refunded }) => refunded ?? 0)),
    mode,
    metadata: order.notes,
    failure: failureOf(payments),
    createdAt: new Date(order.created_at * 1_000),
    client: { keyId, orderId: order.id, amount: String(order.amount), currency: order.currency },
  };
}

/** A refund of one of the order's payments in our shape. */
export function toRefund(refund: z.output<typeof refundShape>, orderId: string): GatewayRefund {
  return {
    id: refund.id,
    intentId: orderId,
    amountMinor: fromProviderUnits('razorpay', refund.amount, refund.currency),
    currency: refund.currency,
    status: refund.status,
    refundId: refund.notes['refund_id'] ?? null,
  };
}

// An order is never canceled, and no failure is its end: the buyer may try again, and the bank may change its mind.
function statusOf(payments: readonly Payment[]): IntentStatus {
  if (payments.some(isCaptured)) return 'succeeded';
  if (payments.some(({ status }) => status === 'authorized')) return 'processing';
  if (payments.some(({ status }) => status === 'created')) return 'requires_action';
  return 'requires_payment';
}

function failureOf(payments: readonly Payment[]): string | null {
  if (payments.some(isCaptured)) return null;
  const latest = [...payments].sort((a, b) => a.created_at - b.created_at).at(-1);
  if (latest?.status !== 'failed') return null;
  return latest.error_reason ?? latest.error_code ?? 'payment_failed';
}
