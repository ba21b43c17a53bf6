import { z } from 'zod';
import {
  callBounded,
  CALL_TIMEOUT_MS,
  mayHelpLater,
  parseJson,
  readShape,
  refused,
  unavailable,
} from './bounded-call.ts';
import {
  GatewayRefused,
  type GatewayEvent,
  type GatewayIntent,
  type GatewayRefund,
  type NewIntent,
  type PaymentGateway,
  WebhookForged,
} from './gateway.ts';
import { refundKey } from './refund-key.ts';
import { checkTimedSignature, parseSigned } from './signatures.ts';

export interface SandboxOptions {
  baseUrl: string;
  secretKey: string;
  webhookSecrets: readonly string[];
  /** Where the gateway's page sends the buyer of a payment back to. */
  returnUrl?: ((paymentId: string) => string) | undefined;
  timeoutMs?: number;
}

const PAGE = 100;

const minor = z.number().int().nonnegative().transform(BigInt);
const intentShape = z.object({
  id: z.string().min(1),
  clientSecret: z.string(),
  confirmUrl: z.string(),
  amount: minor,
  currency: z.string().regex(/^[A-Z]{3}$/),
  status: z.enum(['requires_payment', 'requires_action', 'processing', 'succeeded', 'canceled']),
  capturedAmount: minor,
  refundedAmount: minor,
  livemode: z.literal(false),
  metadata: z.record(z.string(), z.string()),
  failure: z.string().nullable(),
  createdAt: z.coerce.date(),
});
const intentsShape = z.object({ intents: z.array(intentShape), hasMore: z.boolean().default(false) });
const refundShape = z.object({
  id: z.string().min(1),
  intent: z.string(),
  amount: minor,
  currency: z.string(),
  status: z.enum(['pending', 'succeeded', 'failed']),
  metadata: z.record(z.string(), z.string()),
});
const refundsShape = z.object({ refunds: z.array(refundShape) });
const errorShape = z.object({ error: z.object({ code: z.string(), message: z.string() }) });
const eventShape = z.object({
  id: z.string().min(1),
  type: z.string().min(1),
  createdAt: z.iso.datetime({ offset: true }).transform((text) => new Date(text)),
  livemode: z.literal(false),
  data: z.object({ intent: z.object({ id: z.string() }).optional(), intentId: z.string().optional() }),
});

interface Request {
  query?: Record<string, string>;
  body?: unknown;
  key?: string;
}

/** The sandbox gateway that ships with the project: no real money, so its mode is always test. */
export class SandboxGateway implements PaymentGateway {
  readonly provider = 'sandbox';
  readonly mode = 'test';
  readonly #options: SandboxOptions;

  constructor(options: SandboxOptions) {
    this.#options = options;
  }

  async createIntent(input: NewIntent): Promise<GatewayIntent> {
    const { paymentId, amountMinor, currency, description } = input;
    const body = {
      amount: Number(amountMinor),
      currency,
      description,
      metadata: { ...input.metadata, payment_id: paymentId },
      returnUrl: this.#options.returnUrl?.(paymentId),
    };
    return toIntent(await this.#call(intentShape, 'POST', '/v1/intents', { body, key: paymentId }));
  }

  async retrieveIntent(id: string): Promise<GatewayIntent | null> {
    try {
      return toIntent(await this.#call(intentShape, 'GET', intentPath(id)));
    } catch (error) {
      if (error instanceof GatewayRefused && error.code === NOT_FOUND) return null;
      throw error;
    }
  }

  async findIntent(paymentId: string): Promise<GatewayIntent | null> {
    const { intents } = await this.#call(intentsShape, 'GET', '/v1/intents', { query: { paymentId } });
    const found = intents.find(({ metadata }) => metadata['payment_id'] === paymentId);
    return found ? toIntent(found) : null;
  }

  async cancelIntent(id: string): Promise<GatewayIntent> {
    try {
      return toIntent(await this.#call(intentShape, 'POST', `${intentPath(id)}/cancel`));
    } catch (error) {
      if (!(error instanceof GatewayRefused)) throw error;
      // What is paid or canceled already says so itself.
      const intent = await this.retrieveIntent(id);
      if (intent && ['succeeded', 'canceled'].includes(intent.status)) return intent;
      throw error;
    }
  }

  async refund(input: Parameters<PaymentGateway['refund']>[0]): Promise<GatewayRefund> {
    const { refundId, intentId } = input;
    const { made, key } = refundKey(refundId, await this.listRefunds(intentId));
    if (made) return made;
    const body = {
      intent: intentId,
      amount: Number(input.amountMinor),
      metadata: { refund_id: refundId },
    };
    return toRefund(await this.#call(refundShape, 'POST', '/v1/refunds', { body, key }));
  }

  async listRefunds(intentId: string): Promise<GatewayRefund[]> {
    const query = { intent: intentId };
    const { refunds } = await this.#call(refundsShape, 'GET', '/v1/refunds', { query });
    return refunds.map(toRefund);
  }

  async *listIntents(since: Date): AsyncIterable<GatewayIntent> {
    const query: Record<string, string> = { createdAfter: since.toISOString(), limit: String(PAGE) };
    for (;;) {
      const { intents, hasMore } = await this.#call(intentsShape, 'GET', '/v1/intents', { query });
      yield* intents.map(toIntent);
      const last = intents.at(-1);
      if (!hasMore || !last) return;
      query['after'] = last.id;
    }
  }

  readWebhook({ rawBody, headers, now }: Parameters<PaymentGateway['readWebhook']>[0]): GatewayEvent {
    const secrets = this.#options.webhookSecrets;
    checkTimedSignature(headers['sandbox-signature'], { rawBody, secrets, now });
    const event = eventShape.safeParse(parseSigned(rawBody));
    if (!event.success) throw new WebhookForged('The body is no event.');
    const { id, type, createdAt, data } = event.data;
    return { id, type, intentId: data.intent?.id ?? data.intentId ?? null, occurredAt: createdAt };
  }

  async #call<Schema extends z.ZodType>(
    schema: Schema,
    method: 'GET' | 'POST',
    path: string,
    { query, body, key }: Request = {},
  ): Promise<z.output<Schema>> {
    const { baseUrl, secretKey, timeoutMs = CALL_TIMEOUT_MS } = this.#options;
    const url = new URL(baseUrl.replace(/\/$/, '') + path);
    url.search = new URLSearchParams(query).toString();
    const answer = await callBounded('sandbox', url, {
      method,
      timeoutMs,
      headers: {
        authorization: `Bearer ${secretKey}`,
        ...(body ? { 'content-type': 'application/json' } : {}),
        ...(key ? { 'idempotency-key': key } : {}),
      },
      ...(body ? { body: JSON.stringify(body) } : {}),
    });
    const content = parseJson(answer);
    if (answer.status < 300) return readShape('sandbox', schema, content);
    const { error } = errorShape.safeParse(content).data ?? {};
    if (mayHelpLater(answer.status) || !error)
      throw unavailable('sandbox', answer.status, answer.headers.get('retry-after'));
    const code = answer.status === 404 ? NOT_FOUND : error.code;
    throw refused(code, error.message, [secretKey]);
  }
}

const NOT_FOUND = 'not_found';

function intentPath(id: string): string {
  return `/v1/intents/${encodeURIComponent(id)}`;
}

function toIntent(intent: z.output<typeof intentShape>): GatewayIntent {
  return {
    id: intent.id,
    status: intent.status,
    amountMinor: intent.amount,
    currency: intent.currency,
    capturedMinor: intent.capturedAmount,
    refundedMinor: intent.refundedAmount,
    mode: 'test',
    metadata: intent.metadata,
    failure: intent.failure,
    createdAt: intent.createdAt,
    client: { clientSecret: intent.clientSecret, confirmUrl: intent.confirmUrl },
  };
}

function toRefund(refund: z.output<typeof refundShape>): GatewayRefund {
  return {
    id: refund.id,
    intentId: refund.intent,
    amountMinor: refund.amount,
    currency: refund.currency,
    status: refund.status,
    refundId: refund.metadata['refund_id'] ?? null,
  };
}
