import { z } from 'zod';
import { callBounded, mayHelpLater, parseJson, readShape, refused, unavailable } from './bounded-call.ts';
import { pageOf } from './razorpay-answers.ts';

interface ClientOptions {
  keyId: string;
  keySecret: string;
  baseUrl: string;
  timeoutMs: number;
}

interface Request {
  query?: Record<string, string>;
  body?: unknown;
  headers?: Record<string, string>;
}

export const NOT_FOUND = 'not_found';
const PAGE = 100;
const errorShape = z.object({
  error: z.object({
    code: z.string(),
    description: z.string().nullish(),
    reason: z.string().nullish(),
  }),
});

/** Razorpay's API by our own hand: their package knows no timeout and no idempotency header (L-25). */
export class RazorpayClient {
  readonly #options: ClientOptions;

  constructor(options: ClientOptions) {
    this.#options = options;
  }

  async call<Schema extends z.ZodType>(
    schema: Schema,
    method: 'GET' | 'POST',
    path: string,
    { query, body, headers }: Request = {},
  ): Promise<z.output<Schema>> {
    const { baseUrl, timeoutMs } = this.#options;
    const url = new URL(`${baseUrl.replace(/\/$/, '')}/v1${path}`);
    url.search = new URLSearchParams(query).toString();
    const { status, ...answer } = await callBounded('razorpay', url, {
      method,
      timeoutMs,
      headers: {
        ...headers,
        authorization: `Basic ${this.#credentials()}`,
        ...(body ? { 'content-type': 'application/json' } : {}),
      },
      ...(body ? { body: JSON.stringify(body) } : {}),
    });
    const content = parseJson({ status, ...answer });
    if (status < 300) return readShape('razorpay', schema, content);
    throw this.#toError(status, content, answer.headers.get('retry-after'));
  }

  /** Every item of a list once, the newest first: what comes in meanwhile moves items to a later page, never off it. */
  async *list<Item extends z.ZodType<{ id: string }>>(
    item: Item,
    path: string,
    query: Record<string, string> = {},
  ): AsyncIterable<z.output<Item>> {
    const seen = new Set<string>();
    for (let skip = 0; ; skip += PAGE) {
      const page = { ...query, count: String(PAGE), skip: String(skip) };
      const { items } = await this.call(pageOf(item), 'GET', path, { query: page });
      const fresh = items.filter(({ id }) => !seen.has(id));
      for (const { id } of fresh) seen.add(id);
      yield* fresh;
      // A server that ignores `skip` would send the first page for ever.
      if (items.length < PAGE || fresh.length === 0) return;
    }
  }

  #credentials(): string {
    const { keyId, keySecret } = this.#options;
    return Buffer.from(`${keyId}:${keySecret}`).toString('base64');
  }

  #toError(status: number, content: unknown, retryAfter: string | null): Error {
    const { error } = errorShape.safeParse(content).data ?? {};
    if (!error || mayHelpLater(status) || error.code !== 'BAD_REQUEST_ERROR')
      return unavailable('razorpay', status, retryAfter);
    // An id that is not theirs is a bad request to them.
    const missing = status === 404 || /\bid provided does not exist\b/i.test(error.description ?? '');
    const reason = error.reason && error.reason !== 'NA' ? error.reason : error.code;
    const secrets = [this.#options.keySecret, this.#credentials()];
    return refused(missing ? NOT_FOUND : reason, error.description ?? '', secrets);
  }
}
