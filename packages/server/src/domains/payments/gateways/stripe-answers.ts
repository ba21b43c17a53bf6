import { z } from 'zod';
import type { GatewayIntent, GatewayRefund, IntentStatus } from './gateway.ts';
import { fromProviderUnits } from './provider-amounts.ts';

const units = z.number().int().nonnegative();
const currency = z
  .string()
  .regex(/^[a-z]{3}$/)
  .transform((code) => code.toUpperCase());
const metadata = z.record(z.string(), z.string());

const STATUSES: Record<string, IntentStatus> = {
  requires_payment_method: 'requires_payment',
  requires_confirmation: 'requires_payment',
  requires_action: 'requires_action',
  processing: 'processing',
  // Only where somebody changed the intent by hand: ours capture by themselves.
  requires_capture: 'processing',
  succeeded: 'succeeded',
  canceled: 'canceled',
};

/** What we read of a PaymentIntent with its latest charge expanded. */
export const intentShape = z.object({
  id: z.string().min(1),
  status: z.string().transform((status, context) => {
    const known = STATUSES[status];
    if (!known) context.addIssue({ code: 'custom', message: 'not a status we know' });
    return known ?? 'processing';
  }),
  amount: units,
  amount_received: units,
  currency,
  livemode: z.boolean(),
  metadata,
  created: units,
  client_secret: z.string().nullish(),
  latest_charge: z.union([z.string(), z.object({ amount_refunded: units })]).nullish(),
  last_payment_error: z.object({ code: z.string().nullish(), decline_code: z.string().nullish() }).nullish(),
});

/** What we read of a refund. */
export const refundShape = z.object({
  id: z.string().min(1),
  amount: units,
  currency,
  status: z
    .enum(['pending', 'requires_action', 'succeeded', 'failed', 'canceled'])
    .transform((status) => (status === 'requires_action' ? 'pending' : status))
    .transform((status) => (status === 'canceled' ? 'failed' : status)),
  metadata: metadata.nullish(),
  payment_intent: z.string().nullable(),
});

/** A page of a list, its rows still unread. */
export const pageShape = z.object({
  data: z.array(z.object({ id: z.string() }).loose()),
  has_more: z.boolean(),
});

/** A webhook event, of which only whom it tells of is read. */
export const eventShape = z.object({
  id: z.string().min(1),
  type: z.string().min(1),
  created: units,
  livemode: z.boolean(),
  data: z.object({
    object: z.object({
      id: z.string().optional(),
      object: z.string().optional(),
      payment_intent: z.union([z.string(), z.object({ id: z.string() })]).nullish(),
    }),
  }),
});

/** A PaymentIntent in our shape; `publishableKey` is what Stripe's own script in the browser needs beside the secret. */
export function toIntent(
  intent: z.output<typeof intentShape>,
  publishableKey: string | undefined,
): GatewayIntent {
  const { last_payment_error: failed, latest_charge: charge } = intent;
  const minor = (amount: number) => fromProviderUnits('stripe', amount, intent.currency);
  return {
    id: intent.id,
    status: intent.status,
    amountMinor: minor(intent.amount),
    currency: intent.currency,
    capturedMinor: minor(intent.amount_received),
    refundedMinor: charge && typeof charge === 'object' ? minor(charge.amount_refunded) : 0n,
    mode: intent.livemode ? 'live' : 'test',
    metadata: intent.metadata,
    failure: failed?.decline_code ?? failed?.code ?? null,
    createdAt: new Date(intent.created * 1_000),
    client: {
      ...(intent.client_secret ? { clientSecret: intent.client_secret } : {}),
      ...(publishableKey ? { publishableKey } : {}),
    },
  };
}

/** A refund in our shape. */
export function toRefund(refund: z.output<typeof refundShape>, intentId: string): GatewayRefund {
  return {
    id: refund.id,
    intentId: refund.payment_intent ?? intentId,
    amountMinor: fromProviderUnits('stripe', refund.amount, refund.currency),
    currency: refund.currency,
    status: refund.status,
    refundId: refund.metadata?.['refund_id'] ?? null,
  };
}

/** The intent an event tells of, itself or through a charge, refund or dispute of it. */
export function intentOf(event: z.output<typeof eventShape>): string | null {
  const { object, id, payment_intent: intent } = event.data.object;
  if (object === 'payment_intent') return id ?? null;
  return (typeof intent === 'object' ? intent?.id : intent) ?? null;
}
