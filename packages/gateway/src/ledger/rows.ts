/** Whose HTTP API something was made with; it answers and sends webhooks in that one's words ever after. */
export type DialectName = 'sandbox' | 'stripe' | 'razorpay';

export type IntentStatus = 'requires_payment' | 'requires_action' | 'processing' | 'succeeded' | 'canceled';

/** What is asked of a buyer (Stripe: payment intent, Razorpay: order). Amounts are whole minor units everywhere. */
export interface Intent {
  id: string;
  dialect: DialectName;
  clientSecret: string;
  amount: number;
  /** Upper case. */
  currency: string;
  status: IntentStatus;
  livemode: boolean;
  metadata: Record<string, string>;
  description: string | null;
  returnUrl: string | null;
  receipt: string | null;
  /** Razorpay alone can leave an authorized payment to be captured by a call. */
  autoCapture: boolean;
  /** Why the last try failed; null when it did not. */
  failure: string | null;
  createdAt: string;
  canceledAt: string | null;
}

export type AttemptStatus =
  'requires_action' | 'processing' | 'authorized' | 'captured' | 'failed' | 'expired';

/** What happens by itself when its time has come. */
export interface Settlement {
  at: string;
  outcome: 'succeed' | 'fail';
}

/** One try to pay with one card (Stripe: charge, Razorpay: payment). The card's number is not kept. */
export interface Attempt {
  id: string;
  intent: string;
  amount: number;
  currency: string;
  status: AttemptStatus;
  /** The test card by its name in cards.ts. */
  card: string;
  last4: string;
  failure: string | null;
  settlement: Settlement | null;
  createdAt: string;
}

/** Money taken from a buyer: one row per movement, never changed. Its id is the attempt's. */
export interface Charge {
  id: string;
  intent: string;
  amount: number;
  currency: string;
  at: string;
}

export interface Refund {
  id: string;
  intent: string;
  charge: string;
  amount: number;
  currency: string;
  status: 'pending' | 'succeeded' | 'failed';
  metadata: Record<string, string>;
  reason: string | null;
  receipt: string | null;
  settlement: Settlement | null;
  createdAt: string;
}

/** A webhook to be sent; the same bytes every time. */
export interface OutgoingEvent {
  id: string;
  dialect: DialectName;
  type: string;
  intent: string;
  body: string;
  createdAt: string;
}

/** Whether the webhook with this id has been taken, and how often it was tried. */
export interface Delivery {
  id: string;
  tries: number;
  status: 'waiting' | 'delivered' | 'given-up';
}

/** The answer that an idempotency key stands for. */
export interface KeptAnswer {
  id: string;
  fingerprint: string;
  status: number;
  body: unknown;
  at: string;
}

export interface Rows {
  intents: Intent;
  attempts: Attempt;
  charges: Charge;
  refunds: Refund;
  events: OutgoingEvent;
  deliveries: Delivery;
  answers: KeptAnswer;
}

export type Kind = keyof Rows;

/** The rows that one line of the journal holds; they came to be together. */
export type Batch = { [K in Kind]?: Rows[K][] };
