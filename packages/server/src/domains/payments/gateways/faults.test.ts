import type { ServerResponse } from 'node:http';
import { createServer } from 'node:net';
import { describe, expect, it, onTestFinished } from 'vitest';
import { createLogger } from '../../../platform/log/logger.ts';
import { GatewayRefused, GatewayUnavailable, type PaymentGateway } from './gateway.ts';
import { collect, type Seen, sendJson, startServer } from './http-server.fixture.ts';
import { RazorpayGateway } from './razorpay-gateway.ts';
import { SandboxGateway } from './sandbox-gateway.ts';
import { StripeGateway } from './stripe-gateway.ts';

const SECRET = 'sk_test_hunter2hunter2';
const WEBHOOK = 'whsec_hunter2-webhook-secret';
const TIMEOUT_MS = 250;
// Far more than one bound, far less than two tries or a default of the library.
const PATIENCE_MS = TIMEOUT_MS + 1_500;

const OPEN: Record<string, (baseUrl: string) => PaymentGateway> = {
  sandbox: (baseUrl) =>
    new SandboxGateway({ baseUrl, secretKey: SECRET, webhookSecrets: [WEBHOOK], timeoutMs: TIMEOUT_MS }),
  stripe: (baseUrl) =>
    new StripeGateway({ baseUrl, secretKey: SECRET, webhookSecrets: [WEBHOOK], timeoutMs: TIMEOUT_MS }),
  razorpay: (baseUrl) =>
    new RazorpayGateway({
      baseUrl,
      keyId: 'rzp_test_12345678',
      keySecret: SECRET,
      webhookSecrets: [WEBHOOK],
      timeoutMs: TIMEOUT_MS,
    }),
};

const CALLS: Record<string, (gateway: PaymentGateway) => Promise<unknown>> = {
  createIntent: (gateway) =>
    gateway.createIntent({
      paymentId: '0198f2f0-0000-7000-8000-000000000001',
      amountMinor: 1_000n,
      currency: 'INR',
      metadata: { cart_id: 'c' },
      description: 'Order',
    }),
  retrieveIntent: (gateway) => gateway.retrieveIntent('id_1'),
  findIntent: (gateway) => gateway.findIntent('0198f2f0-0000-7000-8000-000000000001', new Date()),
  cancelIntent: (gateway) => gateway.cancelIntent('id_1'),
  refund: (gateway) =>
    gateway.refund({
      refundId: '0198f2f0-0000-7000-8000-000000000002',
      intentId: 'id_1',
      amountMinor: 1_000n,
      currency: 'INR',
    }),
  listRefunds: (gateway) => gateway.listRefunds('id_1'),
  listIntents: (gateway) => collect(gateway.listIntents(new Date())),
};

const FAULTS: Record<string, (response: ServerResponse) => void> = {
  'says nothing': () => undefined,
  'trickles for ever': (response) => {
    response.writeHead(200, { 'content-type': 'application/json' });
    const drip = setInterval(() => response.write(' '), 20);
    response.on('close', () => {
      clearInterval(drip);
    });
  },
  'cuts the connection': (response) => response.destroy(),
  'cuts it within the answer': (response) => {
    response.writeHead(200, { 'content-type': 'application/json', 'content-length': '500' });
    response.write('{"id":');
    setTimeout(() => response.destroy(), 20);
  },
  'answers a page': (response) => response.writeHead(200).end('<html>Maintenance</html>'),
  'answers nothing': (response) => response.writeHead(200).end(),
  'answers null': (response) => {
    sendJson(response, 200, null);
  },
  'answers another shape': (response) => {
    sendJson(response, 200, { id: 7, amount: '1000', data: 'x', items: {}, intents: 1, refunds: 1 });
  },
  'answers half a shape': (response) => {
    sendJson(response, 200, { data: [{}], has_more: false, items: [{}], intents: [{}], refunds: [{}] });
  },
  'sends elsewhere': (response) => response.writeHead(307, { location: 'http://127.0.0.1:1/' }).end(),
  ...Object.fromEntries(
    [401, 403, 409, 429, 500, 503].map((status) => [
      `answers ${status}`,
      (response: ServerResponse) => {
        response.setHeader('retry-after', '3600');
        sendJson(response, status, {
          error: { code: 'BAD_REQUEST_ERROR', message: 'Busy', description: 'Busy', type: 'api_error' },
        });
      },
    ]),
  ),
};

describe.each(Object.entries(OPEN))('faults of %s', (_, open) => {
  it.each(Object.entries(FAULTS))(
    '[L-25] [PAY-1] every call to one that %s is unavailable, in time',
    async (_fault, fault) => {
      const { url } = await startServer((_request, response) => {
        fault(response);
      });
      const gateway = open(url);
      await Promise.all(
        Object.entries(CALLS).map(async ([name, call]) => {
          const began = performance.now();
          const error = await failureOf(call(gateway));
          expect(error, name).toBeInstanceOf(GatewayUnavailable);
          expect(performance.now() - began, name).toBeLessThan(PATIENCE_MS);
        }),
      );
    },
  );

  it('[L-25] a refused connection is unavailable, by its code', async () => {
    const error = await failureOf(open(await closedPort()).retrieveIntent('id_1'));
    expect(error).toBeInstanceOf(GatewayUnavailable);
    expect(error.message).toContain('ECONNREFUSED');
  });

  it('[L-25] tries each call once', async () => {
    const { url, seen } = await startServer((_request, response) => response.destroy());
    await failureOf(CALLS['createIntent']!(open(url)));
    expect(seen).toHaveLength(1);
  });

  it('[PAY-9] no error shows a secret, even where the gateway repeats what it was sent', async () => {
    for (const status of [200, 302, 400, 401, 402, 500]) {
      const { url } = await startServer((request, response) => {
        sendJson(response, status, echo(request));
      });
      for (const [name, call] of Object.entries(CALLS)) {
        const shown = logLineOf(await failureOf(call(open(url))));
        expect(shown, `${name} ${status}`).not.toMatch(/hunter2/);
        expect(shown, `${name} ${status}`).not.toContain(
          Buffer.from(`rzp_test_12345678:${SECRET}`).toString('base64'),
        );
      }
    }
  });

  it('[L-25] how long a busy one asks to be left alone is told and not waited for', async () => {
    const { url, seen } = await startServer((_request, response) => {
      response.setHeader('retry-after', '3600');
      sendJson(response, 429, { error: { code: 'BAD_REQUEST_ERROR', message: 'Busy', description: 'Busy' } });
    });
    const error = await failureOf(CALLS['listRefunds']!(open(url)));
    expect(error.message).toMatch(/^\w+ answered 429 and asks for 3600 s of rest\.$/);
    expect(seen).toHaveLength(1);
  });

  it('[PAY-1] what will not be otherwise later is refused, in the word of the gateway', async () => {
    const { url } = await startServer((_request, response) => {
      sendJson(response, 400, {
        error: {
          code: open === OPEN['razorpay'] ? 'BAD_REQUEST_ERROR' : 'amount_too_small',
          reason: 'amount_too_small',
          type: 'invalid_request_error',
          message: 'Too small',
          description: 'Too small',
        },
      });
    });
    const error = await failureOf(CALLS['listRefunds']!(open(url)));
    expect(error).toBeInstanceOf(GatewayRefused);
    expect(error).toMatchObject({ code: 'amount_too_small', message: 'Too small' });
  });
});

async function failureOf(call: Promise<unknown>): Promise<Error> {
  const outcome: unknown = await call.then(
    (result) => ({ result }),
    (error: unknown) => error,
  );
  expect(outcome).toBeInstanceOf(Error);
  return outcome as Error;
}

function echo({ headers, body }: Seen): object {
  const said = `${JSON.stringify(headers)} ${SECRET} ${WEBHOOK} ${body}`;
  const error = {
    code: 'BAD_REQUEST_ERROR',
    reason: SECRET,
    type: 'invalid_request_error',
    message: said,
    description: said,
  };
  return { id: said, status: said, currency: said, error };
}

function logLineOf(error: Error): string {
  let line = '';
  const to = { write: (text: string) => (line += text) };
  createLogger({ level: 'error', pretty: false, to }).error({ err: error }, 'failed');
  return line + JSON.stringify(error) + String(error.stack) + JSON.stringify(error.cause ?? '');
}

function closedPort(): Promise<string> {
  const server = createServer();
  onTestFinished(() => {
    server.close();
  });
  return new Promise((resolve) => {
    server.listen(0, '127.0.0.1', () => {
      const { port } = server.address() as { port: number };
      server.close(() => {
        resolve(`http://127.0.0.1:${port}`);
      });
    });
  });
}
