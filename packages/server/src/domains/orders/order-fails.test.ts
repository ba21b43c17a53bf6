import type { CARDS } from '@cartwright/gateway';
import { pino } from 'pino';
import { afterAll, afterEach, beforeAll, beforeEach, describe, expect, it } from 'vitest';
import { catchUpCommissionsJob } from '../commissions/public.ts';
import { expectError } from '../../testing/expect-error.ts';
import { faultsIn, type Faults } from '../../testing/faults.ts';
import type { GivenProduct } from '../../testing/given.ts';
import type { SignedIn } from '../../testing/test-app.ts';
import { startTestShop, type TestShop } from '../../testing/test-shop.ts';

const MINUTE = 60_000;

describe('an order that cannot be made although it is paid', () => {
  let shop: TestShop;
  let faults: Faults;
  let ann: SignedIn;
  let product: GivenProduct;
  const warned: string[] = [];
  beforeAll(async () => {
    const write = (line: string) => void warned.push((JSON.parse(line) as { msg: string }).msg);
    shop = await startTestShop({ deps: { logger: pino({ level: 'warn' }, { write }) } });
    faults = faultsIn(shop.database.admin);
  });
  afterAll(() => shop.close());
  beforeEach(async () => {
    warned.length = 0;
    ann = await shop.signUp();
    product = await shop.given.variant({ stock: 10, price: '12.50' });
  });
  afterEach(async () => {
    await faults.mend();
    expect(await shop.violations()).toEqual([]);
  });

  const one = async (query: string, values: unknown[]) =>
    (await shop.database.admin.query<Record<string, unknown>>(query, values)).rows[0];
  const paymentRow = (id: string) =>
    one('select status, flag, refunded_minor = captured_minor as returned from payments where id = $1', [id]);
  const paid = (card?: keyof typeof CARDS) => shop.paid(ann, product, card);
  const orders = async () => (await ann.get('/api/orders')).body.orders;
  const stock = () =>
    one('select on_hand, reserved from stock_levels where variant_id = $1', [product.variantId]);
  const mails = async (kind: string) =>
    (await one('select count(*)::int as n from outbox where kind = $1', [kind]))!['n'] as number;
  const untilGivenUp = async () => {
    for (let tries = 0; tries < 9; tries++) {
      shop.clock.advance(10 * MINUTE);
      await shop.runJobs();
    }
    await shop.runJobs();
  };

  it('[PAY-7] is tried again by a job, and made once the fault is gone', async () => {
    await faults.plant('order_lines');
    const payment = await paid();
    for (let times = 0; times < 3; times++)
      expectError(await shop.complete(ann, { paymentId: payment.id }), 'ORDER_DELAYED');
    expect(await paymentRow(payment.id)).toMatchObject({ status: 'paid', flag: 'order_due' });
    expect(await orders()).toEqual([]);
    shop.clock.advance(MINUTE);
    await shop.runJobs();
    expect(await orders()).toEqual([]);
    await faults.mend();
    shop.clock.advance(MINUTE);
    await shop.runJobs();
    expect(await orders()).toHaveLength(1);
    expect(await paymentRow(payment.id)).toEqual({ status: 'paid', flag: null, returned: false });
    expect(await stock()).toEqual({ on_hand: 9, reserved: 0 });
  });

  it('[PAY-7] is made by the buyer asking again as well, once', async () => {
    await faults.plant('order_lines');
    const payment = await paid();
    expectError(await shop.complete(ann, { paymentId: payment.id }), 'ORDER_DELAYED');
    await faults.mend();
    const answers = await Promise.all(
      Array.from({ length: 4 }, () => shop.complete(ann, { paymentId: payment.id })),
    );
    expect(answers.map(({ status }) => status)).toEqual([201, 201, 201, 201]);
    shop.clock.advance(MINUTE);
    await shop.runJobs();
    expect(await orders()).toHaveLength(1);
  });

  it('[PAY-7] is given up after its tries, and the money goes back by itself, once', async () => {
    await faults.plant('order_lines');
    const payment = await paid();
    expectError(await shop.complete(ann, { paymentId: payment.id }), 'ORDER_DELAYED');
    const before = await mails('payment_returned');
    await untilGivenUp();
    expect(await paymentRow(payment.id)).toEqual({ status: 'refunded', flag: null, returned: true });
    expect(await stock()).toEqual({ on_hand: 10, reserved: 0 });
    expect(await mails('payment_returned')).toBe(before + 1);
    await faults.mend();
    const later = await shop.again(ann);
    for (let times = 0; times < 2; times++)
      expectError(await shop.complete(later, { paymentId: payment.id }), 'PAYMENT_RETURNED', {
        because: 'order-failed',
      });
    await untilGivenUp();
    expect((await (await shop.again(ann)).get('/api/orders')).body.orders).toEqual([]);
    expect(await one('select count(*)::int as n from refunds where payment_id = $1', [payment.id])).toEqual({
      n: 1,
    });
  });

  it('[PAY-7] is tried again also where its gateway kept silent for long before', async () => {
    await shop.fill(ann, product);
    const { payment } = (await shop.begin(ann)).body;
    await shop.confirm(payment);
    const silent = { match: { path: `/v1/intents/${payment.intentId}` }, times: 1_000, effect: '500' };
    await shop.control('POST', '/script', silent);
    await untilGivenUp();
    expect(await paymentRow(payment.id)).toMatchObject({ status: 'pending' });
    await shop.control('DELETE', '');
    await faults.plant('order_lines');
    const later = await shop.again(ann);
    expectError(await shop.complete(later, { paymentId: payment.id }), 'ORDER_DELAYED');
    await faults.mend();
    shop.clock.advance(MINUTE);
    await shop.runJobs();
    expect((await later.get('/api/orders')).body.orders).toMatchObject([{ payment: { id: payment.id } }]);
  });

  it('[PAY-7] whose money the gateway will not give back is flagged for staff', async () => {
    await faults.plant('order_lines');
    const payment = await paid('refundFails');
    expectError(await shop.complete(ann, { paymentId: payment.id }), 'ORDER_DELAYED');
    await untilGivenUp();
    await shop.control('POST', `/settle/${payment.intentId}`);
    await untilGivenUp();
    expect(await paymentRow(payment.id)).toEqual({
      status: 'orphaned',
      flag: 'refund failed: failed at the gateway',
      returned: false,
    });
    expect(
      await one("select action from audit_log where target_id = $1 and action = 'refund.failed'", [
        payment.id,
      ]),
    ).toBeDefined();
    const later = await shop.again(ann);
    expectError(await shop.complete(later, { paymentId: payment.id }), 'PAYMENT_RETURNED');
  });

  it('[PAY-7] [STK-3] because its goods went to another after the hold ran out: refund, mail and the reason', async () => {
    const last = await shop.given.variant({ stock: 1 });
    await shop.fill(ann, last);
    const { payment } = (await shop.begin(ann)).body;
    shop.clock.advance(16 * MINUTE);
    await shop.runJobs();
    const bob = await shop.guest();
    expect((await shop.buy(bob, last)).status).toBe(201);
    const again = await shop.again(ann);
    await shop.confirm(payment);
    const before = await mails('payment_refunded');
    for (let times = 0; times < 2; times++)
      expectError(await shop.complete(again, { paymentId: payment.id }), 'PAYMENT_RETURNED', {
        because: 'sold-out',
      });
    expect(warned).not.toContain('order not made at once');
    await shop.runJobs();
    expect(await paymentRow(payment.id)).toEqual({ status: 'refunded', flag: null, returned: true });
    expect(await mails('payment_refunded')).toBe(before + 1);
  });

  it('[PAY-7] [COM-1] is no order whose commissions fail: they are written later, at what the order is by then', async () => {
    await faults.plant('commissions');
    const payment = await paid();
    const { order } = (await shop.complete(ann, { paymentId: payment.id })).body;
    expect(order).toMatchObject({ status: 'pending', payment: { status: 'paid' } });
    expect(warned).toEqual(['order not made at once', 'commissions not written with the order']);
    const commission = () =>
      one('select status, amount_minor::int from commissions where order_id = $1', [order.id]);
    const job = catchUpCommissionsJob({ ...shop.money, now: () => shop.clock.now });
    expect(await job.run()).toBe(0);
    expect(await commission()).toBeUndefined();
    const admin = await shop.signUpAs('admin');
    for (const status of ['processing', 'shipped', 'delivered'])
      expect((await admin.patch(`/api/orders/${order.id}/status`, { status })).status).toBe(200);
    await faults.mend();
    expect(await job.run()).toBe(1);
    expect(await commission()).toEqual({ status: 'approved', amount_minor: 188 });
    expect(await job.run()).toBe(0);
  });

  it('[PAY-7] [ORD-7] is no order whose mail cannot be sent: it waits in the outbox', async () => {
    const waiting = async () =>
      (await one(
        "select count(*)::int as n from outbox where kind = 'order_placed' and sent_at is null",
        [],
      ))!['n'] as number;
    const before = await waiting();
    const payment = await paid();
    expect((await shop.complete(ann, { paymentId: payment.id })).status).toBe(201);
    expect(await waiting()).toBe(before + 1);
  });
});
