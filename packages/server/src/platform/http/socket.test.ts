import { connect, type Socket } from 'node:net';
import { afterAll, beforeAll, describe, expect, it } from 'vitest';
import { z } from 'zod';
import { listen, sendRaw, type RawAnswer } from '../../testing/raw-socket.ts';
import { startTestApp, type TestApp } from '../../testing/test-app.ts';

const SECURITY = [
  'x-content-type-options',
  'x-frame-options',
  'referrer-policy',
  'permissions-policy',
  'content-security-policy',
  'x-xss-protection',
  'x-request-id',
  'cache-control',
];

describe('on a real socket', () => {
  let shop: TestApp;
  let port: number;
  beforeAll(async () => {
    shop = await startTestApp();
    ({ port } = await listen(shop.app));
  });
  afterAll(() => shop.close());

  function expectRefusal(answer: RawAnswer, status: number, reason: string): void {
    expect(answer.status, answer.text).toBe(status);
    expect(answer.body.error).toMatchObject({
      code: status,
      reason,
      requestId: answer.headers['x-request-id'],
    });
    for (const name of SECURITY) expect(answer.headers[name], name).toBeTruthy();
    expect(answer.headers['content-length']).toBe(String(Buffer.byteLength(answer.text)));
  }

  it('[API-11] refuses headers above 16 KiB with 431', async () => {
    expectRefusal(
      await sendRaw(port, `GET /api/health HTTP/1.1\r\nHost: x\r\nX-Big: ${'x'.repeat(20_000)}\r\n\r\n`),
      431,
      'HEADERS_TOO_LARGE',
    );
    const many = Array.from({ length: 900 }, (_, index) => `X-H-${index}: ${'v'.repeat(20)}`).join('\r\n');
    expectRefusal(
      await sendRaw(port, `GET /api/health HTTP/1.1\r\nHost: x\r\n${many}\r\n\r\n`),
      431,
      'HEADERS_TOO_LARGE',
    );
  });

  it.each([
    ['not HTTP at all', 'hello there\r\n\r\n'],
    ['TLS on the plain port', Buffer.from('16030100a5010000a10303', 'hex')],
    ['a method of its own', 'FETCH /api/health HTTP/1.1\r\nHost: x\r\n\r\n'],
    [
      'two lengths',
      'POST /api/auth/login HTTP/1.1\r\nHost: x\r\nContent-Length: 5\r\nContent-Length: 6\r\n\r\nhello',
    ],
    [
      'a length and chunks (smuggling)',
      'POST /api/auth/login HTTP/1.1\r\nHost: x\r\nContent-Length: 5\r\nTransfer-Encoding: chunked\r\n\r\n0\r\n\r\n',
    ],
    [
      'chunks hidden by case and space',
      'POST /api/auth/login HTTP/1.1\r\nHost: x\r\nTransfer-Encoding: xchunked\r\n\r\n0\r\n\r\n',
    ],
    ['a negative length', 'POST /api/auth/login HTTP/1.1\r\nHost: x\r\nContent-Length: -1\r\n\r\n'],
    ['a folded header', 'GET /api/health HTTP/1.1\r\nHost: x\r\nX-A: 1\r\n\u0000bad: 2\r\n\r\n'],
    ['a NUL in a header', 'GET /api/health HTTP/1.1\r\nHost: x\r\nX-A: a\u0000b\r\n\r\n'],
    ['HTTP/2 without asking', 'PRI * HTTP/2.0\r\n\r\nSM\r\n\r\n'],
  ])('[API-3] answers %s in the one format and hangs up', async (_name, bytes) => {
    expectRefusal(await sendRaw(port, bytes), 400, 'MALFORMED_REQUEST');
  });

  it.each(['', 'a b', 'evil.example/path', 'user@host', '<script>', 'x:99999999', 'a,b', "x'"])(
    '[API-3] refuses the Host %j',
    async (host) => {
      expectRefusal(
        await sendRaw(port, `GET /api/health HTTP/1.1\r\nHost: ${host}\r\nConnection: close\r\n\r\n`),
        400,
        'MALFORMED_REQUEST',
      );
    },
  );

  it('[API-3] refuses HTTP/1.1 without a Host, and takes HTTP/1.0, IPv6 and ports', async () => {
    expectRefusal(
      await sendRaw(port, 'GET /api/health HTTP/1.1\r\nConnection: close\r\n\r\n'),
      400,
      'MALFORMED_REQUEST',
    );
    expect((await sendRaw(port, 'GET /api/health HTTP/1.0\r\n\r\n')).status).toBe(200);
    for (const host of ['[::1]:4000', '127.0.0.1:4000', 'localhost', 'shop.example:443', 'my_host']) {
      expect(
        (await sendRaw(port, `GET /api/health HTTP/1.1\r\nHost: ${host}\r\nConnection: close\r\n\r\n`))
          .status,
      ).toBe(200);
    }
  });

  it('[API-3] ignores an expectation it does not know and sends no body to HEAD', async () => {
    const expecting = await sendRaw(
      port,
      'GET /api/health HTTP/1.1\r\nHost: x\r\nExpect: miracles\r\nConnection: close\r\n\r\n',
    );
    expect([expecting.status, expecting.body.status]).toEqual([200, 'ok']);
    const head = await sendRaw(port, 'HEAD /api/nothing HTTP/1.1\r\nHost: x\r\nConnection: close\r\n\r\n');
    expect([head.status, head.text, head.headers['x-content-type-options']]).toEqual([404, '', 'nosniff']);
  });

  it('[API-11] refuses a body that is too large although it is sent in chunks, and one that is announced too large', async () => {
    const chunk = `10000\r\n${'x'.repeat(0x10000)}\r\n`;
    const head =
      'POST /api/auth/login HTTP/1.1\r\nHost: x\r\nContent-Type: application/json\r\nConnection: close\r\n';
    expectRefusal(
      await sendRaw(port, `${head}Transfer-Encoding: chunked\r\n\r\n${chunk.repeat(17)}0\r\n\r\n`),
      413,
      'BODY_TOO_LARGE',
    );
    expectRefusal(await sendRaw(port, `${head}Content-Length: 5000000\r\n\r\n{`), 413, 'BODY_TOO_LARGE');
  });

  it('[API-11] has deadlines for slow senders and idle connections', () => {
    const { requestTimeout, headersTimeout, timeout, keepAliveTimeout, maxRequestsPerSocket } =
      shop.app.server;
    expect({ requestTimeout, timeout, keepAliveTimeout, maxRequestsPerSocket }).toEqual({
      requestTimeout: 30_000,
      timeout: 60_000,
      keepAliveTimeout: 72_000,
      maxRequestsPerSocket: 0,
    });
    expect(headersTimeout).toBeLessThanOrEqual(60_000);
  });

  it('[AUTH-6] takes the first of two Authorization headers, never a mixture', async () => {
    const [ann, bob] = [await shop.signUp(), await shop.signUp()];
    const both = (first: string, second: string) =>
      sendRaw(
        port,
        `GET /api/auth/me HTTP/1.1\r\nHost: x\r\nAuthorization: Bearer ${first}\r\nAuthorization: Bearer ${second}\r\nConnection: close\r\n\r\n`,
      );
    expect((await both(ann.accessToken, bob.accessToken)).body.user.id).toBe(ann.userId);
    expectRefusal(await both('nonsense', bob.accessToken), 401, 'TOKEN_INVALID');
  });

  it('[RUN-7] finishes what is under way and serves what comes on an open connection while closing, in our format', async () => {
    const [began, finish] = [gate(), gate()];
    const other = await startTestApp({
      routes: (app) =>
        app.route({
          method: 'GET',
          url: '/api/test/slow',
          config: { access: 'public' },
          schema: { summary: 'Test', response: { 200: z.object({ ok: z.boolean() }) } },
          handler: async () => {
            began.open();
            await finish.passed;
            return { ok: true };
          },
        }),
    });
    const { port: closingPort } = await listen(other.app);
    const chunks: string[] = [];
    const socket: Socket = connect({ port: closingPort, host: '127.0.0.1' });
    socket.on('data', (data) => chunks.push(String(data)));
    const ended = new Promise((resolve) => socket.on('close', resolve));
    socket.write('GET /api/test/slow HTTP/1.1\r\nHost: x\r\n\r\n');
    await began.passed;
    const closed = other.close();
    await new Promise((resolve) => setTimeout(resolve, 50));
    socket.write('GET /api/nothing HTTP/1.1\r\nHost: x\r\n\r\n');
    await new Promise((resolve) => setTimeout(resolve, 50));
    finish.open();
    await Promise.all([closed, ended]);
    const text = chunks.join('');
    expect(text).toContain('{"ok":true}');
    expect(text).not.toContain('Service Unavailable');
  });
});

function gate(): { passed: Promise<void>; open: () => void } {
  let open = () => {};
  const passed = new Promise<void>((resolve) => (open = resolve));
  return { passed, open };
}
