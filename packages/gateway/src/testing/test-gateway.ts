import { createServer, type IncomingHttpHeaders, type Server } from 'node:http';
import type { AddressInfo } from 'node:net';
import { onTestFinished } from 'vitest';
import { PUBLISHED, startGateway, type GatewayOptions } from '../start-gateway.ts';

/** What an answer holds is said by the test's expectations. */
export type Json = ReturnType<typeof JSON.parse>;

export interface Answer {
  status: number;
  headers: Headers;
  text: string;
  body: Json;
}

interface Sending {
  method?: 'GET' | 'POST' | 'DELETE';
  /** An object is sent as JSON, a text as a form. */
  body?: unknown;
  headers?: Record<string, string>;
  signal?: AbortSignal;
}

/** Whatever was started in a test ends with it. */
export function endWithTest(close: () => Promise<unknown>): void {
  // Not a hook of this file: that would belong to whichever test file is the first to import it.
  onTestFinished(async () => void (await close()));
}

/** A gateway of the test's own, ended with it, and the words to speak with it. */
export async function testGateway(options: GatewayOptions = {}) {
  const gateway = await startGateway({ settleAfterMs: 60_000, retryGapsMs: [30, 60, 120], ...options });
  endWithTest(() => gateway.close());
  return speakTo(gateway.url, gateway.close);
}

export type TestGateway = ReturnType<typeof speakTo>;

/** The words to speak with the gateway at this address. */
export function speakTo(url: string, close: () => Promise<void> = () => Promise.resolve()) {
  const call = (path: string, sending: Sending = {}) => send(`${url}${path}`, sending);
  const bearer = (key: string) => ({ authorization: `Bearer ${key}` });
  const basic = Buffer.from(`${PUBLISHED.razorpayKeyId}:${PUBLISHED.razorpayKeySecret}`).toString('base64');
  const post = (path: string, headers: Record<string, string>, body: unknown, key?: string) =>
    call(path, { method: 'POST', body, headers: { ...headers, ...keyHeader(key) } });
  const control = (path: string, body: unknown = {}) => post(`/control${path}`, {}, body);
  return {
    url,
    close,
    call,
    control,
    script: (body: unknown) => control('/script', body),
    ledger: async () => (await call('/control/ledger')).body,
    get: (path: string) => call(path, { headers: bearer(PUBLISHED.secretKey) }),
    post: (path: string, body: unknown = {}, key?: string) =>
      post(path, bearer(PUBLISHED.secretKey), body, key),
    stripe: {
      get: (path: string) => call(path, { headers: bearer(PUBLISHED.stripeSecretKey) }),
      post: (path: string, form = '', key?: string) =>
        post(path, bearer(PUBLISHED.stripeSecretKey), form, key),
    },
    razorpay: {
      get: (path: string) => call(path, { headers: { authorization: `Basic ${basic}` } }),
      post: (path: string, body: unknown = {}, headers: Record<string, string> = {}) =>
        post(path, { authorization: `Basic ${basic}`, ...headers }, body),
    },
    /** An intent of 12.50 EUR. */
    intent: async (more: object = {}) =>
      (await post('/v1/intents', bearer(PUBLISHED.secretKey), { amount: 1250, currency: 'EUR', ...more }))
        .body,
    pay: (intent: { id: string; clientSecret: string }, number = '4242424242424242', key?: string) =>
      post(
        `/v1/intents/${intent.id}/confirm`,
        {},
        {
          clientSecret: intent.clientSecret,
          card: { number, expMonth: 12, expYear: 2034, cvc: '123' },
        },
        key,
      ),
  };
}

/** An endpoint for webhooks that answers as it is told and remembers what came. */
export async function webhookEndpoint() {
  const got: { headers: IncomingHttpHeaders; raw: string; body: Json }[] = [];
  const answers: number[] = [];
  const server = createServer((request, response) => {
    const chunks: Buffer[] = [];
    request.on('data', (chunk: Buffer) => chunks.push(chunk));
    request.on('end', () => {
      const raw = Buffer.concat(chunks).toString();
      got.push({ headers: request.headers, raw, body: JSON.parse(raw) });
      response.writeHead(answers.shift() ?? 200).end();
    });
  });
  const url = await listen(server);
  return {
    url,
    got,
    /** The statuses of the next answers; 200 after them. */
    answers,
    types: () => got.map(({ body }) => body.type ?? body.event),
  };
}

async function listen(server: Server): Promise<string> {
  await new Promise<void>((resolve) => server.listen(0, '127.0.0.1', resolve));
  endWithTest(
    () =>
      new Promise((resolve) => {
        server.closeAllConnections();
        server.close(resolve);
      }),
  );
  return `http://127.0.0.1:${(server.address() as AddressInfo).port}/hook`;
}

async function send(url: string, { method, body, headers = {}, signal }: Sending): Promise<Answer> {
  const form = typeof body === 'string';
  const type = form ? 'application/x-www-form-urlencoded' : 'application/json';
  const answer = await fetch(url, {
    method: method ?? (body === undefined ? 'GET' : 'POST'),
    redirect: 'manual',
    headers: { ...(body === undefined ? {} : { 'content-type': type }), ...headers },
    ...(body === undefined ? {} : { body: form ? body : JSON.stringify(body) }),
    ...(signal ? { signal } : {}),
  });
  const text = await answer.text();
  return { status: answer.status, headers: answer.headers, text, body: parsed(text) };
}

function keyHeader(key: string | undefined): Record<string, string> {
  return key === undefined ? {} : { 'idempotency-key': key };
}

function parsed(text: string): unknown {
  try {
    return JSON.parse(text);
  } catch {
    return undefined;
  }
}
