import { once } from 'node:events';
import { request, type IncomingMessage } from 'node:http';
import type { AddressInfo } from 'node:net';
import { afterAll, beforeAll, describe, expect, it } from 'vitest';
import { LocalBus } from '../../platform/events/bus.ts';
import { refuse } from '../../platform/errors.ts';
import { httpErrors } from '../../platform/http/errors.ts';
import { expectError } from '../../testing/expect-error.ts';
import { givenIn, type Given, type GivenProduct } from '../../testing/given.ts';
import { startTestApp, type Client, type TestApp } from '../../testing/test-app.ts';
import { CartStreams } from './cart-streams.ts';
import { cartErrors } from './errors.ts';

interface Listener {
  status: number;
  headers: IncomingMessage['headers'];
  /** Everything received so far. */
  text(): string;
  /** Resolves once the text holds this. */
  until(part: string | RegExp): Promise<void>;
  ended: Promise<void>;
  close(): void;
}

describe('live carts', () => {
  let test: TestApp;
  let given: Given;
  let shirt: GivenProduct;
  let port: number;
  beforeAll(async () => {
    test = await startTestApp();
    given = givenIn(test.database);
    shirt = await given.variant({ stock: 1000, maxQuantity: 100 });
    await test.app.listen({ port: 0, host: '127.0.0.1' });
    port = (test.app.server.address() as AddressInfo).port;
  });
  afterAll(() => test.close());

  const add = (client: Client) => client.post('/api/cart/add', { productId: shirt.productId });
  const listen = (client: Client) => openStream(port, client.headers);

  it('[CART-8] tells the version at once and every change within a second, to this shopper only', async () => {
    const ann = await test.signUp();
    const bob = await test.signUp();
    await add(ann);
    const [annHears, bobHears] = await Promise.all([listen(ann), listen(bob)]);
    expect(annHears.status).toBe(200);
    expect(annHears.headers).toMatchObject({
      'content-type': 'text/event-stream; charset=utf-8',
      'cache-control': 'no-store',
      'x-content-type-options': 'nosniff',
    });
    await annHears.until('event: cart\nid: 1\ndata: {"version":1}');
    expect(annHears.text()).toMatch(/^retry: \d+\n\n/);
    await bobHears.until('data: {"version":0}');
    // The best of three: a machine that is busy otherwise may be late once.
    const tookMs: number[] = [];
    for (const version of [2, 3, 4]) {
      const started = performance.now();
      await add(ann);
      await annHears.until(`data: {"version":${version}}`);
      tookMs.push(performance.now() - started);
    }
    expect(Math.min(...tookMs)).toBeLessThan(1_000);
    const { body } = await ann.get('/api/cart');
    await ann.patch('/api/cart/update', { itemId: body.cart.items[0].id, quantity: 5 });
    await annHears.until('data: {"version":5}');
    await ann.delete('/api/cart/clear');
    await annHears.until('data: {"version":6}');
    expect(bobHears.text().match(/event: cart/g)).toHaveLength(1);
    annHears.close();
    bobHears.close();
  });

  it('[CART-8] refused changes and reads tell nothing', async () => {
    const guest = await test.guest();
    const hears = await listen(guest);
    await hears.until('"version":0');
    await guest.get('/api/cart');
    await guest.post('/api/cart/add', { productId: shirt.productId, variantId: shirt.productId });
    await add(guest);
    await hears.until('"version":1');
    expect(hears.text().match(/event: cart/g)).toHaveLength(2);
    hears.close();
  });

  it('[CART-8] [L-18] ends at logout, and hears nothing after it', async () => {
    const ann = await test.signUp();
    const hears = await listen(ann);
    await hears.until('"version":0');
    await ann.post('/api/auth/logout');
    await hears.until(/event: end\ndata: \{"reason":"SESSION_REVOKED"\}/);
    await hears.ended;
    expectError(await ann.get('/api/cart/events'), 'SESSION_REVOKED');
  });

  it('[CART-8] ends before the next event when the account was suspended behind its back', async () => {
    const ann = await test.signUp();
    const hears = await listen(ann);
    await hears.until('"version":0');
    await test.database.admin.query('update shoppers set active = false where id = $1', [ann.userId]);
    test.bus.publish(`cart:${ann.userId}`, '{"version":7}');
    await hears.until('"reason":"ACCOUNT_INACTIVE"');
    await hears.ended;
    expect(hears.text()).not.toContain('"version":7');
  });

  it('[CART-8] ends when the access token has run out, for the client to come back with another', async () => {
    const own = await startTestApp();
    await own.app.listen({ port: 0, host: '127.0.0.1' });
    const ann = await own.signUp();
    const hears = await openStream((own.app.server.address() as AddressInfo).port, ann.headers);
    await hears.until('"version":0');
    own.clock.advance(31 * 60_000);
    own.bus.publish(`cart:${ann.userId}`, '{}');
    await hears.until('"reason":"TOKEN_EXPIRED"');
    await own.close();
  });

  it('[CART-8] a merge tells the user’s streams and ends the guest’s', async () => {
    const user = await test.signUp();
    const guest = await test.guest();
    await add(guest);
    const [userHears, guestHears] = await Promise.all([listen(user), listen(guest)]);
    await Promise.all([userHears.until('"version":0'), guestHears.until('"version":1')]);
    const headers = { 'x-guest-token': guest.guestToken };
    await test
      .client(headers)
      .post('/api/auth/login', { email: user.email, password: 'Correct-Horse-1', transport: 'bearer' });
    await Promise.all([userHears.until('"version":1'), guestHears.until('"reason":"GUEST_UNKNOWN"')]);
    userHears.close();
  });

  it('[CART-8] allows 10 streams of one shopper, and another once one is closed', async () => {
    const ann = await test.signUp();
    const open = await Promise.all(Array.from({ length: 10 }, () => listen(ann)));
    expectError(await ann.get('/api/cart/events'), 'TOO_MANY_STREAMS', { max: 10 });
    open[0]!.close();
    await expect
      .poll(async () => {
        const again = await listen(ann);
        again.close();
        return again.status;
      })
      .toBe(200);
    for (const hears of open) hears.close();
  });

  it('[CART-8] keeps no stream for a listener who left before it began', async () => {
    const ann = await test.signUp();
    for (let times = 0; times < 30; times++) await leaveAtOnce(port, ann.headers);
    await expect
      .poll(async () => {
        const hears = await listen(ann);
        hears.close();
        return hears.status;
      })
      .toBe(200);
  });

  it('[CART-8] [API-3] has no HEAD, which would never be answered to its end', async () => {
    const ann = await test.signUp();
    const answer = await test.app.inject({ method: 'HEAD', url: '/api/cart/events', headers: ann.headers });
    expect(answer.statusCode).toBe(404);
  });

  it('[CART-8] asks again by itself, lives through a database out of reach, and coalesces bursts', async () => {
    const bus = new LocalBus();
    const streams = new CartStreams({ bus, checkEveryMs: 20 });
    let version = 1n;
    let checks = 0;
    let failure: Error | null = null;
    const check = async () => {
      checks++;
      await new Promise((resolve) => setTimeout(resolve, 5));
      if (failure) throw failure;
      return { shopperId: 'ann', version };
    };
    let text = '';
    let ended = false;
    const stream = streams.reserve('ann', check);
    stream.start({ write: (part) => (text += part), end: () => (ended = true) });
    await expect.poll(() => text).toContain('"version":1');
    version = 2n;
    await expect.poll(() => text).toContain('"version":2');
    expect(text).toContain(': alive');
    failure = Object.assign(new Error('Connection terminated'), { code: '57P01' });
    await new Promise((resolve) => setTimeout(resolve, 60));
    expect(ended).toBe(false);
    failure = null;
    const before = checks;
    for (let index = 0; index < 1_000; index++) bus.publish('cart:ann', '{}');
    await new Promise((resolve) => setTimeout(resolve, 12));
    expect(checks - before).toBeLessThan(6);
    failure = refuse(cartErrors.shopperGone);
    await expect.poll(() => ended).toBe(true);
    expect(text).toContain('event: end\ndata: {"reason":"SHOPPER_GONE"}');
    expect(streams.count).toBe(0);
  });

  it('[CART-8] are so many in all and no more, and one that closes makes room', () => {
    const streams = new CartStreams({ bus: new LocalBus(), maxInAll: 2 });
    const reserve = (who: string) => streams.reserve(who, () => new Promise(() => {}));
    const [first] = [reserve('ann'), reserve('bob')];
    expect(() => reserve('cas')).toThrow(expect.objectContaining({ kind: httpErrors.overloaded }));
    first.close();
    first.close();
    reserve('cas');
    expect(() => reserve('dan')).toThrow(expect.objectContaining({ kind: httpErrors.overloaded }));
    expect(streams.count).toBe(2);
  });

  it('[CART-8] [AUTH-4] ends at once when a refresh token is reused, which ends the session', async () => {
    const ann = await test.signUp();
    const refresh = () => test.client().post('/api/auth/refresh', { refreshToken: ann.refreshToken });
    await refresh();
    const hears = await listen(ann);
    await hears.until('"version":0');
    test.clock.advance(16_000);
    expectError(await refresh(), 'REFRESH_REUSED');
    await hears.until('"reason":"SESSION_REVOKED"');
    test.clock.advance(-16_000);
  });

  it('[RUN-7] ends every stream when the server stops, which does not wait for them', async () => {
    const own = await startTestApp();
    await own.app.listen({ port: 0, host: '127.0.0.1' });
    const hears = await openStream(
      (own.app.server.address() as AddressInfo).port,
      (await own.signUp()).headers,
    );
    await hears.until('"version":0');
    const started = performance.now();
    await own.close();
    await hears.ended;
    expect(performance.now() - started).toBeLessThan(5_000);
  });
});

async function openStream(port: number, headers: Record<string, string>): Promise<Listener> {
  const sent = request({ port, host: '127.0.0.1', path: '/api/cart/events', headers });
  sent.end();
  const [response] = (await once(sent, 'response')) as [IncomingMessage];
  let text = '';
  response.setEncoding('utf8').on('data', (part: string) => (text += part));
  const ended = new Promise<void>((resolve) => response.on('close', resolve).on('error', () => resolve()));
  return {
    status: response.statusCode!,
    headers: response.headers,
    text: () => text,
    until: async (part) => {
      const holds = () => (typeof part === 'string' ? text.includes(part) : part.test(text));
      await expect
        .poll(holds, {
          timeout: 3_000,
          interval: 5,
          message: `waiting for ${part} in ${JSON.stringify(text)}`,
        })
        .toBe(true);
    },
    ended,
    close: () => void sent.destroy(),
  };
}

/** Asks for a stream and cuts the connection before the server can have answered. */
async function leaveAtOnce(port: number, headers: Record<string, string>): Promise<void> {
  const sent = request({ port, host: '127.0.0.1', path: '/api/cart/events', headers, agent: false });
  const left = new Promise((resolve) => sent.on('error', () => {}).on('close', resolve));
  sent.end(() => setTimeout(() => sent.destroy(), 1));
  await left;
}
