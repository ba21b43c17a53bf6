import { afterAll, beforeAll, describe, expect, it } from 'vitest';
import { z } from 'zod';
import { expectError } from '../../testing/expect-error.ts';
import { startTestApp, type Answer, type TestApp } from '../../testing/test-app.ts';
import { id, plainText } from './input.ts';

const MIB = 1_048_576;
const JSON_TYPE = { 'content-type': 'application/json' };
const echoInput = z.strictObject({
  text: plainText(100).optional(),
  count: z.int().min(1).max(100).optional(),
  raw: z
    .string()
    .max(2 * MIB)
    .optional(),
});

describe('the one error format', () => {
  let shop: TestApp;
  beforeAll(async () => {
    shop = await startTestApp({
      routes: (app) => {
        const of = (schema: object) => ({ summary: 'Test', ...schema });
        app.route({
          method: 'POST',
          url: '/api/test/echo',
          config: { access: 'public' },
          schema: of({
            body: echoInput,
            response: { 200: z.object({ text: z.string().optional(), length: z.number() }) },
          }),
          handler: async (request) => {
            const { text, raw } = request.body as z.infer<typeof echoInput>;
            return { ...(text === undefined ? {} : { text }), length: raw?.length ?? 0 };
          },
        });
        app.route({
          method: 'GET',
          url: '/api/test/things/:id',
          config: { access: 'public' },
          schema: of({
            params: z.strictObject({ id }),
            querystring: z.strictObject({ limit: z.coerce.number().int().optional() }),
            response: { 200: z.object({ id: z.string() }) },
          }),
          handler: async (request) => ({ id: (request.params as { id: string }).id }),
        });
        app.route({
          method: 'GET',
          url: '/api/test/crash',
          config: { access: 'public' },
          schema: of({ response: { 200: z.object({}) } }),
          handler: async () => {
            throw Object.assign(new Error('select secret_column from credentials'), {
              code: '42703',
              detail: 'Key (email)=(a@b.c)',
            });
          },
        });
        app.route({
          method: 'GET',
          url: '/api/test/throws-a-string',
          config: { access: 'public' },
          schema: of({ response: { 200: z.object({}) } }),
          handler: async () => {
            throw 'a string'; // eslint-disable-line @typescript-eslint/only-throw-error
          },
        });
      },
    });
  });
  afterAll(() => shop.close());

  const echo = (body: unknown, headers: Record<string, string> = JSON_TYPE) =>
    shop.client().post('/api/test/echo', body, headers);

  describe('an unknown route', () => {
    it.each(['GET', 'POST', 'PUT', 'PATCH', 'DELETE', 'OPTIONS'])(
      '[API-3] refuses %s with and without a body',
      async (method) => {
        for (const payload of [undefined, '{"a":1}', '{broken', Buffer.alloc(2 * MIB, 'x')]) {
          for (const type of [
            undefined,
            'application/json',
            'text/plain',
            'multipart/form-data; boundary=x',
          ]) {
            const answer = await shop.app.inject({
              method: method as 'GET',
              url: '/api/nothing/here',
              ...(payload ? { payload } : {}),
              headers: type ? { 'content-type': type } : {},
            });
            expect(answer.json().error, `${method} ${type}`).toMatchObject({
              code: 404,
              reason: 'ROUTE_NOT_FOUND',
              requestId: answer.headers['x-request-id'],
            });
          }
        }
      },
    );

    it('[API-3] is also the right path with the wrong method, and a file that is not there', async () => {
      expectError(await shop.client().post('/api/health', {}), 'ROUTE_NOT_FOUND');
      expectError(await shop.client().get('/api/auth/login'), 'ROUTE_NOT_FOUND');
      expectError(await shop.client().get('/images/sample/../../package.json'), 'ROUTE_NOT_FOUND');
      expectError(await shop.client().get('/images/sample/nothing.webp'), 'ROUTE_NOT_FOUND');
    });
  });

  describe('the base', () => {
    it('[API-1] is /api and /api/v1 alike, and nothing near it', async () => {
      for (const url of ['/api/health', '/api/v1/health', '/api/v1/health?x=1'])
        expect((await shop.client().get(url)).body.status).toBe('ok');
      for (const url of [
        '/api/v1x/health',
        '/api/v2/health',
        '/api/v1/v1/health',
        '/v1/health',
        '/health',
        '/api/v1',
        '/api',
      ]) {
        expectError(await shop.client().get(url), 'ROUTE_NOT_FOUND');
      }
    });

    it.each([
      '1',
      'x',
      '0190c0c0-0000-7000-8000-00000000000',
      '0190c0c0-0000-7000-8000-0000000000000',
      "' or 1=1 --",
      '%00',
      '0190c0c0_0000_7000_8000_000000000000',
      '{0190c0c0-0000-7000-8000-000000000000}',
      '..%2f..%2fetc',
    ])('[API-1] answers 400 to the malformed id %s', async (text) => {
      expectError(
        await shop.client().get(`/api/test/things/${encodeURIComponent(decodeURIComponent(text))}`),
        'VALIDATION_FAILED',
      );
    });

    it('[API-1] takes an id in any letter case', async () => {
      expect((await shop.client().get('/api/test/things/0190C0C0-0000-7000-8000-00000000000A')).body.id).toBe(
        '0190c0c0-0000-7000-8000-00000000000a',
      );
    });
  });

  describe('a body', () => {
    it.each([
      '{',
      '{"a":}',
      'null x',
      '{"a":1}}',
      "{'a':1}",
      '{"a":1,}',
      '\u0000',
      '{"a":"\u0001"}',
      '[1',
      'undefined',
      'NaN',
      '{"text":"\\x"}',
      '{"text":"\\ud8"}',
      '// c\n{}',
    ])('[API-3] that is not JSON is refused: %j', async (body) => {
      expectError(await echo(body), 'MALFORMED_JSON');
    });

    it.each([null, 1, 'text', [], true].map((body) => JSON.stringify(body)))(
      '[API-6] that is not an object is refused: %s',
      async (body) => {
        expectError(await echo(body), 'VALIDATION_FAILED');
      },
    );

    it('[API-3] that is missing or empty where one is needed is refused', async () => {
      expectError(await shop.client().post('/api/test/echo'), 'VALIDATION_FAILED');
      expectError(await echo(''), 'VALIDATION_FAILED');
    });

    it('[API-11] nested too deeply is refused before anything walks it, and quickly', async () => {
      const started = performance.now();
      for (const bomb of [
        '['.repeat(MIB - 10),
        '{"a":'.repeat(200_000),
        `{"text":${'['.repeat(33)}${']'.repeat(33)}}`,
      ])
        expectError(await echo(bomb), 'MALFORMED_JSON');
      expect(performance.now() - started).toBeLessThan(2_000);
      expect((await echo(`{"text":"${'['.repeat(50)}\\"${'{'.repeat(40)}"}`)).status).toBe(200);
    });

    it('[API-11] may have 1 MiB and not a byte more', async () => {
      const sized = (bytes: number) => `{"raw":"${'x'.repeat(bytes - 10)}"}`;
      expect((await echo(sized(MIB))).body).toEqual({ length: MIB - 10 });
      expectError(await echo(sized(MIB + 1)), 'BODY_TOO_LARGE', { maxBytes: MIB });
    });

    it.each([
      'text/plain',
      'application/x-www-form-urlencoded',
      'multipart/form-data; boundary=x',
      'application/xml',
      'application/jsonx',
      'application/json-patch+json',
      'text/json',
      'application/json, text/plain',
      'nonsense',
      'application/',
      '*/*',
      '',
    ])('[API-3] of type %j is refused', async (type) => {
      const answer = await shop.app.inject({
        method: 'POST',
        url: '/api/test/echo',
        payload: '{"text":"a"}',
        headers: type === '' ? {} : { 'content-type': type },
      });
      expect(answer.json().error).toMatchObject({ code: 415, reason: 'UNSUPPORTED_MEDIA_TYPE' });
    });

    it.each(['application/json; charset=utf-8', 'APPLICATION/JSON', 'application/json;charset="utf-8"'])(
      '[API-3] of type %s is read',
      async (type) => {
        expect((await echo('{"text":"õ"}', { 'content-type': type })).body.text).toBe('õ');
      },
    );

    it.each(['gzip', 'br', 'nonsense', 'deflate, gzip'])(
      '[API-11] encoded as %s is refused, not unpacked',
      async (encoding) => {
        expectError(
          await echo('{"text":"a"}', { ...JSON_TYPE, 'content-encoding': encoding }),
          'UNSUPPORTED_MEDIA_TYPE',
        );
      },
    );

    it('[API-3] that is not UTF-8 is refused', async () => {
      for (const bytes of [
        [0xff],
        [0xc3, 0x28],
        [0xe2, 0x82],
        [0xed, 0xa0, 0x80],
        [0xc0, 0x80],
        [0xf5, 0x80, 0x80, 0x80],
      ]) {
        const payload = Buffer.concat([Buffer.from('{"text":"'), Buffer.from(bytes), Buffer.from('"}')]);
        const answer = await shop.app.inject({
          method: 'POST',
          url: '/api/test/echo',
          payload,
          headers: JSON_TYPE,
        });
        expect(answer.json().error.reason).toBe('MALFORMED_JSON');
      }
    });

    it.each([
      '{"__proto__":{"admin":true}}',
      '{"text":"a","\\u005f\\u005fproto__":{}}',
      '{"constructor":{"prototype":{"admin":true}}}',
      '{"raw":{"__proto__":1}}',
    ])('[API-11] that reaches for a prototype is refused: %s', async (body) => {
      expectError(await echo(body), 'MALFORMED_JSON');
      expect(({} as { admin?: boolean }).admin).toBeUndefined();
    });

    it.each<object>([
      { count: 1, extra: 1 },
      { count: '1' },
      { count: null },
      { count: 1.5 },
      { count: 0 },
      { count: 101 },
      { count: -1 },
      { count: [1] },
      { text: 1 },
      { text: ['a'] },
      { text: {} },
      { constructor: 1 },
      { toString: 'x' },
    ])('[API-6] of the wrong shape is refused by field: %j', async (body) => {
      const answer = await echo(body);
      expectError(answer, 'VALIDATION_FAILED');
      const [field] = answer.body.error.details.fields;
      expect(field).toMatchObject({ in: 'body', problem: expect.any(String), hint: expect.any(String) });
      expect(Object.keys(body)).toContain(field.field);
      if (Object.keys(body).length === 2) expect(field.field).toBe('extra');
    });

    it.each(['1e309', '-1e309', '1e2000', '9007199254740993', '99999999999999999999999'])(
      '[API-6] with the number %s is refused',
      async (number) => {
        expectError(await echo(`{"count":${number}}`), 'VALIDATION_FAILED');
      },
    );

    it.each([
      '\\u0000',
      'a\\u0000b',
      '\\ud800',
      '\\udc00',
      'a\\ud83d',
      '\\ude00\\ud83d',
      '\\u0001',
      '\\u001b[31m',
      '\\u007f',
      '\\u009b',
    ])('[API-6] with the text %s is refused', async (text) => {
      expectError(await echo(`{"text":"${text}"}`), 'VALIDATION_FAILED');
    });

    it.each([
      ['  a  ', 'a'],
      ['a\r\n\tb \u2029 c\n', 'a b c'],
      ['e\u0301', 'é'],
      ['😀', '😀'],
      ['<b>bold</b>', 'bold'],
      ['<script>alert(1)</script>', 'alert(1)'],
      ['<<b>script>alert(1)', 'alert(1)'],
      ['</<b>script>x', 'x'],
      ['<scr<b>ipt>', 'ipt>'],
      ['<<<i>i>i>img src=x onerror=alert(1)>', 'img src=x onerror=alert(1)>'],
      ['<img src=x onerror=alert(1)', ''],
      ['<!--x-->y', 'y'],
      ['<?php x ?>y', 'y'],
      ['2 < 3 and 4 > 3', '2 < 3 and 4 > 3'],
      ['I <3 you', 'I <3 you'],
    ])('[API-6] has the text %j cleaned to %j', async (sent, kept) => {
      const { text } = (await echo({ text: sent })).body;
      expect(text).toBe(kept);
      expect(text).not.toMatch(/<[/!?]?[a-z]/i);
    });
  });

  describe('an address', () => {
    it('[API-3] that is too long, or has too long a parameter, is refused', async () => {
      expectError(await shop.client().get(`/api/health?${'x'.repeat(4_100)}`), 'URL_TOO_LONG');
      expectError(await shop.client().get(`/api/test/things/${'a'.repeat(201)}`), 'URL_TOO_LONG');
      expectError(await shop.client().get(`/api/${'a/'.repeat(1_500)}`), 'ROUTE_NOT_FOUND');
    });

    it.each(['%', '%zz', '%c3%28', '%E0%A4%A', '%ff'])(
      '[API-3] with the percent-encoding %s is refused',
      async (text) => {
        const answer = await shop.client().get(`/api/test/things/${text}`);
        expect(['MALFORMED_REQUEST', 'VALIDATION_FAILED']).toContain(answer.body.error.reason);
        expectError(answer, answer.body.error.reason);
      },
    );

    it('[API-6] with a query parameter twice, unknown or of the wrong type is refused', async () => {
      const url = '/api/test/things/0190c0c0-0000-7000-8000-000000000000';
      for (const query of [
        'limit=1&limit=2',
        'limit=x',
        'other=1',
        'limit[]=1',
        '__proto__=1',
        'limit=1e309',
      ])
        expectError(await shop.client().get(`${url}?${query}`), 'VALIDATION_FAILED');
    });
  });

  describe('a crash', () => {
    it.each(['/api/test/crash', '/api/test/throws-a-string'])(
      '[API-3] in %s tells nothing but INTERNAL',
      async (url) => {
        const answer = await shop.client().get(url);
        expectError(answer, 'INTERNAL');
        expect(answer.text).not.toMatch(/select|secret|42703|email|stack|at |a string|\.ts/i);
        expect(Object.keys(answer.body.error).sort()).toEqual(['code', 'message', 'reason', 'requestId']);
      },
    );
  });

  it('[API-3] holds when the database cannot be reached', async () => {
    const lost = await startTestApp();
    const person = await lost.signUp();
    await Promise.all([lost.database.shop.close(), lost.database.system.close()]);
    const answers: Answer[] = [
      await person.get('/api/auth/me'),
      await lost
        .client()
        .post('/api/auth/login', { email: person.email, password: 'Wrong-Password-1', transport: 'bearer' }),
    ];
    for (const answer of answers) {
      expectError(answer, 'DATABASE_UNAVAILABLE');
      expect(answer.headers['retry-after']).toBe('2');
    }
    await lost.close().catch(() => {});
  });
});
