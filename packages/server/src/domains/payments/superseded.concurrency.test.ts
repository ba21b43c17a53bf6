import { randomUUID } from 'node:crypto';
import { afterAll, afterEach, beforeAll, describe, expect, it } from 'vitest';
import { nobody } from '../../platform/db/database.ts';
import { faultsIn, type Faults } from '../../testing/faults.ts';
import type { Client } from '../../testing/test-app.ts';
import { startTestShop, type StartedPayment, type TestShop } from '../../testing/test-shop.ts';
import { lockCheckout, lockPayment, markPaid, supersedeCheckouts, type PaymentRow } from './queries.ts';
import { giveUpCheckouts } from './give-up-checkouts.ts';

describe('money kept while its checkout is being given up', () => {
  let shop: TestShop;
  let faults: Faults;
  beforeAll(async () => {
    shop = await startTestShop();
    faults = faultsIn(shop.database.admin);
  });
  afterAll(() => shop.close());
  afterEach(async () => {
    await faults.mend();
    for (let round = 0; round < 12; round++) {
      shop.clock.advance(60_000);
      await shop.runJobs();
    }
    expect(await shop.violations()).toEqual([]);
  });

  const begun = async (who: Client): Promise<StartedPayment> => {
    await shop.fill(who, await shop.given.variant({ stock: 5 }));
    return (await shop.begin(who)).body.payment;
  };
  const rowOf = async (id: string) =>
    (
      await shop.database.admin.query<PaymentRow & { checkout: string }>(
        `select p.shopper_id as "shopperId", p.id, p.checkout_id as "checkoutId", p.amount_minor as "amountMinor", p.status, p.flag, c.status as checkout
           from payments p join checkouts c on c.id = p.checkout_id where p.id = $1`,
        [id],
      )
    ).rows[0]!;
  const waiting = async () =>
    (
      await shop.database.admin.query(
        "select 1 from pg_stat_activity where datname = current_database() and wait_event_type = 'Lock'",
      )
    ).rows.length;

  it('[L-7] [PAY-7] leaves it its checkout, whichever waits for the other: what is read is read under the lock', async () => {
    const guest = await shop.guest();
    const old = await rowOf((await begun(guest)).id);
    const { shopperId, checkoutId } = old;
    const giveUp = giveUpCheckouts({ shopperId, keep: randomUUID(), now: shop.clock.now });
    expect(giveUp.at(-1)!.name).toBe(
      supersedeCheckouts({ shopperId, keep: checkoutId, now: new Date() }).name,
    );
    let given: Promise<unknown> = Promise.resolve();
    await shop.database.system.as(nobody).transaction(async (tx) => {
      const [, [row]] = await tx.run(lockCheckout({ shopperId, id: checkoutId }), lockPayment(old));
      given = shop.database.system.as(nobody).write(...giveUp);
      await expect.poll(waiting).toBe(1);
      await tx.run(
        markPaid({
          ...row!,
          capturedMinor: row!.amountMinor,
          flag: 'order_due',
          checkAt: shop.clock.now,
          now: shop.clock.now,
        }),
      );
    });
    await given;
    expect(await rowOf(old.id)).toMatchObject({ checkout: 'paying', status: 'paid', flag: 'order_due' });
    // Nothing was charged in truth.
    await shop.database.admin.query(
      "alter table payments disable trigger user; update payments set status = 'pending', captured_minor = 0, paid_at = null, flag = null; alter table payments enable trigger user",
    );
  });

  it('[L-7] [PAY-7] ends in an order or in money given back, however the two meet', async () => {
    const buyers = await Promise.all(
      Array.from({ length: 12 }, async () => {
        const guest = await shop.guest();
        const old = await begun(guest);
        await shop.confirm(old);
        await shop.fill(guest, await shop.given.variant({ stock: 5 }));
        return { guest, old };
      }),
    );
    await faults.plant('order_lines');
    const answers = await Promise.all(
      buyers.flatMap(({ guest, old }) => [shop.complete(guest, { paymentId: old.id }), shop.begin(guest)]),
    );
    for (const { status } of answers) expect([201, 400, 404, 409, 503]).toContain(status);
    await faults.mend();
    for (let round = 0; round < 3; round++) {
      shop.clock.advance(10_000);
      await shop.runJobs();
    }
    for (const { old } of buyers) {
      const { status, checkout } = await rowOf(old.id);
      expect([`${status} ${checkout}`]).toEqual([checkout === 'placed' ? 'paid placed' : 'refunded closed']);
    }
  });
});
