import { randomUUID } from 'node:crypto';
import { setTimeout as sleep } from 'node:timers/promises';
import { afterAll, beforeAll, describe, expect, it } from 'vitest';
import { Browser } from '../../testing/browser.ts';
import { expectError } from '../../testing/expect-error.ts';
import { startTestShop, type TestShop } from '../../testing/test-shop.ts';
import type { Client } from '../../testing/test-app.ts';

describe('security events', () => {
  let shop: TestShop;
  beforeAll(async () => {
    shop = await startTestShop({ webhooks: true });
  });
  afterAll(() => shop.close());

  const kinds = async (subjectId: string) =>
    (
      await shop.database.admin.query('select kind from security_events where subject_id = $1 order by id', [
        subjectId,
      ])
    ).rows.map(({ kind }) => kind as string);
  /** What was written a moment later, or would have been. */
  const settled = async (subjectId: string) => (await sleep(150), kinds(subjectId));
  const times = async (count: number, work: () => Promise<unknown>) => {
    for (let done = 0; done < count; done++) await work();
  };

  it('[AUTH-12] one for probing other people’s ids, after ten in a window and not before', async () => {
    const [ann, bob] = [await shop.signUp(), await shop.signUp()];
    const product = await shop.given.variant({ stock: 10 });
    const cart = await bob.post('/api/cart/add', { ...product, slug: undefined, sku: undefined });
    const itemId = cart.body.cart.items[0].id as string;
    const probe = () => ann.patch(`/api/cart/items/${itemId}`, { quantity: 2 });
    expectError(await probe(), 'FORBIDDEN');
    await times(4, probe);
    await times(4, () => ann.get(`/api/orders/${randomUUID()}`));
    expect(await settled(ann.userId)).toEqual([]);
    await times(20, probe);
    expect(await settled(ann.userId)).toEqual(['probing']);
    // Whom he looked for is not told on.
    expect(await kinds(bob.userId)).toEqual([]);
    // What is merely not there, or not for one's role, is no probe.
    await times(12, () => bob.get(`/api/public/products/${randomUUID()}`));
    await times(12, () => bob.get('/api/admin/orders'));
    expect(await settled(bob.userId)).toEqual([]);
  });

  it('[AUTH-12] one for probing again when the window is over', async () => {
    const ann = await shop.signUp();
    const probe = () => ann.get(`/api/orders/${randomUUID()}`);
    await times(12, probe);
    shop.clock.advance(11 * 60_000);
    await times(12, probe);
    shop.clock.advance(-11 * 60_000);
    expect(await settled(ann.userId)).toEqual(['probing', 'probing']);
  });

  it('[AUTH-12] are exact when the probes come all at once', async () => {
    const ann = await shop.signUp();
    await Promise.all(Array.from({ length: 60 }, () => ann.get(`/api/orders/${randomUUID()}`)));
    await expect.poll(() => kinds(ann.userId)).toEqual(['probing']);
  });

  it('[AUTH-12] one for a write without its CSRF token, with where it came from and no secret', async () => {
    const browser = new Browser(shop);
    const { userId } = await browser.signUp();
    const forged = { 'x-csrf-token': 'nonsense', origin: 'https://evil.example' };
    expectError(await browser.send('post', '/api/auth/logout-all', undefined, forged), 'CSRF_INVALID');
    expectError(await browser.send('delete', '/api/cart/clear', undefined, forged), 'CSRF_INVALID');
    expect(await settled(userId)).toEqual(['csrf_failed']);
    const { rows } = await shop.database.admin.query(
      'select evidence::text as evidence from security_events where subject_id = $1',
      [userId],
    );
    expect(rows[0].evidence).toContain('https://evil.example');
    expect(rows[0].evidence).not.toMatch(/nonsense|eyJ/);
    expect((await browser.send('get', '/api/auth/me')).status).toBe(200);
  });

  it.each([
    ['a price below half of ours, at once', [1], ['price_tampering']],
    ['three that differ', [9.5, 9.9, 9], ['price_tampering']],
    ['two that differ, from an old page', [9.5, 9.9], []],
    ['ours', [10, 10, 10, 10], []],
  ])('[AUTH-12] for %s: %j', async (_what, prices, expected) => {
    const ann = await shop.signUp();
    const { productId, variantId } = await shop.given.variant({ stock: 50, price: '10.00' });
    for (const price of prices)
      expect((await ann.post('/api/cart/add', { productId, variantId, price })).status).toBe(201);
    expect(await settled(ann.userId)).toEqual(expected);
  });

  it('[AUTH-12] one for a burst of declined cards, none for a buyer whose first card fails', async () => {
    const product = await shop.given.variant({ stock: 100 });
    const decline = async (who: Client, cards: number) => {
      await shop.fill(who, product);
      const { payment } = (await shop.begin(who)).body;
      for (let card = 0; card < cards; card++) await shop.confirm(payment, 'declined');
      return payment;
    };
    const [tester, buyer] = [await shop.signUp(), await shop.signUp()];
    await decline(buyer, 1);
    await decline(tester, 7);
    const { paymentJobs } = await import('../payments/public.ts');
    const work = async () => {
      for (const job of paymentJobs(shop.money)) if (job.everySeconds !== undefined) await job.run();
      return kinds(tester.userId);
    };
    await expect.poll(work, { timeout: 20_000, interval: 300 }).toEqual(['card_testing']);
    expect(await kinds(buyer.userId)).toEqual([]);
    const { rows } = await shop.database.admin.query(
      "select evidence from security_events where kind = 'card_testing'",
    );
    expect(rows).toHaveLength(1);
  }, 40_000);

  it('[AUTH-12] are seen by staff, filtered and page by page, and each reading leaves an audit row', async () => {
    const [support, ann] = [await shop.signUpAs('support'), await shop.signUp()];
    for (let index = 0; index < 5; index++)
      await shop.database.admin.query(
        "insert into security_events (at, kind, subject_id, ip, evidence) values ($1, 'webhook_forged', $2, '203.0.113.7', '{\"provider\":\"x\"}')",
        [new Date(shop.clock.now.getTime() - index * 1_000), ann.userId],
      );
    const list = (query: string) => support.get(`/api/admin/security-events?${query}`);
    const first = await list(`subjectId=${ann.userId}&limit=2`);
    expect(first.body.securityEvents).toMatchObject([
      { kind: 'webhook_forged', ip: '203.0.113.7', evidence: { provider: 'x' }, subjectId: ann.userId },
      {},
    ]);
    const second = await list(`subjectId=${ann.userId}&limit=3&cursor=${first.body.nextCursor}`);
    expect(second.body).toMatchObject({ securityEvents: [{}, {}, {}], nextCursor: null });
    const ids = [...first.body.securityEvents, ...second.body.securityEvents].map(({ id }) => id as string);
    expect(new Set(ids).size).toBe(5);
    expect((await list(`subjectId=${ann.userId}&kind=probing`)).body.securityEvents).toEqual([]);
    expect((await list(`subjectId=${ann.userId}&ip=203.0.113.8`)).body.securityEvents).toEqual([]);
    const since = new Date(shop.clock.now.getTime() - 1_500).toISOString();
    expect((await list(`subjectId=${ann.userId}&since=${since}`)).body.securityEvents).toHaveLength(2);
    expectError(await list('kind=nothing'), 'VALIDATION_FAILED');
    expectError(await list('cursor=bm9uc2Vuc2U'), 'VALIDATION_FAILED');
    expectError(await ann.get('/api/admin/security-events'), 'FORBIDDEN');
    const { rows } = await shop.database.admin.query(
      "select count(*)::int as n from audit_log where actor_id = $1 and action = 'security_event.read'",
      [support.userId],
    );
    expect(rows[0].n).toBe(5);
  });

  it('[AUTH-12] are seen by whom they concern: his own, without what staff watch him for', async () => {
    const [ann, bob] = [await shop.signUp(), await shop.signUp()];
    for (const [kind, who] of [
      ['new_device', ann],
      ['probing', ann],
      ['account_locked', bob],
    ] as const)
      await shop.database.admin.query(
        'insert into security_events (at, kind, subject_id) values (now(), $1, $2)',
        [kind, who.userId],
      );
    const { securityEvents } = (await ann.get('/api/auth/security-events')).body;
    expect(securityEvents).toMatchObject([{ kind: 'new_device' }]);
    expect(securityEvents[0]).not.toHaveProperty('evidence');
  });
});
