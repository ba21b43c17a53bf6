import type {
  GatewayIntent,
  GatewayRefund,
  NewIntent,
  PaymentGateway,
} from '../packages/server/src/domains/payments/gateways/gateway.ts';

/** A gateway without a network, in the server's own process: every intent is paid as soon as it is asked about again. */
export class InstantGateway implements PaymentGateway {
  readonly provider = 'sandbox';
  readonly mode = 'test';
  readonly #intents = new Map<string, GatewayIntent>();

  async createIntent({ paymentId, amountMinor, currency, metadata }: NewIntent): Promise<GatewayIntent> {
    const intent: GatewayIntent = {
      id: `instant_${paymentId}`,
      status: 'requires_payment',
      amountMinor,
      currency,
      capturedMinor: 0n,
      refundedMinor: 0n,
      mode: 'test',
      metadata,
      failure: null,
      createdAt: new Date(),
      client: {},
    };
    this.#intents.set(intent.id, { ...intent, status: 'succeeded', capturedMinor: amountMinor });
    return intent;
  }

  async retrieveIntent(id: string): Promise<GatewayIntent | null> {
    const intent = this.#intents.get(id) ?? null;
    this.#intents.delete(id);
    return intent;
  }

  async findIntent(): Promise<null> {
    return null;
  }

  async cancelIntent(id: string): Promise<GatewayIntent> {
    throw new Error(`nothing is canceled here: ${id}`);
  }

  async refund(): Promise<GatewayRefund> {
    throw new Error('nothing is refunded here');
  }

  async listRefunds(): Promise<GatewayRefund[]> {
    return [];
  }

  async *listIntents(): AsyncIterable<GatewayIntent> {}

  readWebhook(): never {
    throw new Error('no webhooks come here');
  }
}
