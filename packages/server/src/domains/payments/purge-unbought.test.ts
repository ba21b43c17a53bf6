import { afterAll, beforeAll, describe, expect, it } from 'vitest';
import type { GivenProduct } from '../../testing/given.ts';
import { PASSWORD, type Client } from '../../testing/test-app.ts';
import { startTestShop, type StartedPayment, type TestShop } from '../../testing/test-shop.ts';
import { purgeUnbought } from './purge-unbought.ts';

const DAY = 86_400_000;

describe('what was never bought', () => {
  let shop: TestShop;
  let product: GivenProduct;
  beforeAll(async () => {
    shop = await startTestShop({ gateway: { now: () => shop?.clock.now ?? new Date() } });
    product = await shop.given.variant({ stock: 50 });
  });
  afterAll(() => shop.close());

  const count = async (query: string, values: unknown[] = []) =>
    (await shop.database.admin.query<{ n: number }>(`select count(*)::int as n from ${query}`, values))
      .rows[0]!.n;
  const begun = async (who: Client): Promise<StartedPayment> => {
    await shop.fill(who, product);
    return (await shop.begin(who)).body.payment;
  };
  const later = async (days: number) => {
    shop.clock.advance(days * DAY);
    for (let times = 0; times < 3; times++) await shop.runJobs();
    return purgeUnbought(shop.money);
  };

  it('[L-23] goes after its time, with its holds and payments; orders, money and the books stay', async () => {
    const [buyer, quitter, payer] = [await shop.guest(), await shop.guest(), await shop.guest()];
    const bought = (await shop.buy(buyer, product)).body.order;
    const given = await begun(quitter);
    // Paid for a checkout given up: back it goes, and the memory of it stays.
    const superseded = await begun(payer);
    await shop.fill(payer, product);
    await shop.begin(payer);
    await shop.confirm(superseded);
    await shop.database.admin.query('update payments set check_at = $2 where id = $1', [
      superseded.id,
      shop.clock.now,
    ]);
    await shop.runJobs();
    await shop.runJobs();
    const merged = await shop.guest();
    await begun(merged);
    const ann = await shop.signUp();
    await shop
      .client()
      .post(
        '/api/auth/login',
        { email: ann.email, password: PASSWORD },
        { 'x-guest-token': merged.guestToken },
      );

    expect(await later(2)).toEqual({ holds: 0, checkouts: 0 });
    expect(await count("stock_holds where status = 'live'")).toBe(0);
    expect((await later(31)).holds).toBeGreaterThan(3);
    expect(await count('stock_holds')).toBe(0);
    expect(await count('payments where id = $1', [given.id])).toBe(1);
    expect((await later(70)).checkouts).toBe(3);
    expect(await count('payments where id = $1', [given.id])).toBe(0);
    expect(await count('checkouts where status <> $1', ['placed'])).toBe(1);
    expect(await count("payments where id = $1 and status = 'refunded'", [superseded.id])).toBe(1);
    expect(await count('orders where id = $1', [bought.id])).toBe(1);
    expect(await shop.violations()).toEqual([]);
  });

  it('[L-23] never takes a payment along that brought money, whoever asks', async () => {
    const buyer = await shop.guest();
    const { order } = (await shop.buy(buyer, product)).body;
    await expect(
      shop.database.admin.query('delete from payments where id = $1', [order.payment.id]),
    ).rejects.toMatchObject({ constraint: 'payment_kept' });
  });
});
