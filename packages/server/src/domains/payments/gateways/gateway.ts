export type Provider = 'sandbox' | 'stripe' | 'razorpay' | 'cod';

export type IntentStatus =
  /** Nothing was paid yet, or the last try was declined: the buyer may (try again). */
  | 'requires_payment'
  /** The buyer is being asked for more, such as 3-D Secure. */
  | 'requires_action'
  /** The gateway works on it; the buyer can do nothing. */
  | 'processing'
  | 'succeeded'
  | 'canceled';

/** A gateway's intent (Razorpay: order) as it is there, in one shape for all. Amounts are minor units. */
export interface GatewayIntent {
  id: string;
  status: IntentStatus;
  amountMinor: bigint;
  currency: string;
  /** What was really charged and not merely asked for. */
  capturedMinor: bigint;
  refundedMinor: bigint;
  mode: 'test' | 'live';
  metadata: Readonly<Record<string, string>>;
  /** Why the last try failed, in the gateway's word; null when it did not. */
  failure: string | null;
  createdAt: Date;
  /** What the buyer's browser needs to pay; sent to the owner of the payment only, never stored or logged. */
  client: Readonly<Record<string, string>>;
}

export interface GatewayRefund {
  id: string;
  intentId: string;
  amountMinor: bigint;
  currency: string;
  status: 'pending' | 'succeeded' | 'failed';
  /** Our refund's id as the gateway keeps it in its metadata; null when it was not made by us. */
  refundId: string | null;
}

/** A genuine webhook, reduced to what it is a hint of; the truth is asked of the gateway (L-8). */
export interface GatewayEvent {
  id: string;
  type: string;
  /** Null where it tells of no intent. */
  intentId: string | null;
  occurredAt: Date;
}

export interface NewIntent {
  /** Our payment's id: the idempotency key, and part of the metadata as `payment_id`. */
  paymentId: string;
  amountMinor: bigint;
  currency: string;
  /** `cart_id`, `customer_id`, `checkout_id`, `payment_id` (PAY-2). */
  metadata: Readonly<Record<string, string>>;
  description: string;
}

/**
 * A payment provider. Every call is bounded in time and throws `GatewayUnavailable` where trying again may help (no
 * connection, timeout, 5xx, 409 of a running twin, 429, an answer that is not to be understood) and `GatewayRefused` where
 * it will not. Calls that create carry an idempotency key, so that a repeated one does nothing more.
 */
export interface PaymentGateway {
  readonly provider: Provider;
  readonly mode: 'test' | 'live';
  createIntent(input: NewIntent): Promise<GatewayIntent>;
  /** Null where the gateway knows no such intent. */
  retrieveIntent(id: string): Promise<GatewayIntent | null>;
  /** Looks for the intent of a payment whose creation was not answered (L-26); null where there is none. */
  findIntent(paymentId: string, since: Date): Promise<GatewayIntent | null>;
  /** Cancels what can still be canceled; resolves to the intent as it is then. */
  cancelIntent(id: string): Promise<GatewayIntent>;
  /** `refundId` is ours: idempotency key and metadata `refund_id`. */
  refund(input: {
    refundId: string;
    intentId: string;
    amountMinor: bigint;
    currency: string;
  }): Promise<GatewayRefund>;
  listRefunds(intentId: string): Promise<GatewayRefund[]>;
  /** All intents created since then, for the reconciliation (PAY-8). */
  listIntents(since: Date): AsyncIterable<GatewayIntent>;
  /**
   * Checks signature and time over the raw bytes (PAY-4) with each secret in force; throws `WebhookForged`.
   * Header names are lower case.
   */
  readWebhook(input: {
    rawBody: Buffer;
    headers: Readonly<Record<string, string | string[] | undefined>>;
    now: Date;
  }): GatewayEvent;
  /**
   * Checks what the browser brings back from the gateway's own page where the gateway signs it (Razorpay: payment id and
   * signature); others have nothing to check.
   */
  confirms?(input: { intentId: string; gatewayPaymentId: string; signature: string }): boolean;
}

export class GatewayUnavailable extends Error {
  override name = 'GatewayUnavailable';
}

export class GatewayRefused extends Error {
  override name = 'GatewayRefused';
  /** The gateway's own word, such as `charge_already_refunded`. */
  readonly code: string;

  constructor(code: string, message: string, options?: ErrorOptions) {
    super(message, options);
    this.code = code;
  }
}

/** A webhook that its gateway did not send, or not in time. */
export class WebhookForged extends Error {
  override name = 'WebhookForged';
}
