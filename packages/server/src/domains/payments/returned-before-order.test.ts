import type { CARDS } from '@cartwright/gateway';
import { randomUUID } from 'node:crypto';
import { afterAll, afterEach, beforeAll, beforeEach, describe, expect, it } from 'vitest';
import { expectError } from '../../testing/expect-error.ts';
import { faultsIn, type Faults } from '../../testing/faults.ts';
import type { GivenProduct } from '../../testing/given.ts';
import type { SignedIn } from '../../testing/test-app.ts';
import { SANDBOX_KEY, startTestShop, type StartedPayment, type TestShop } from '../../testing/test-shop.ts';
import { reconcile } from './reconcile.ts';

const MINUTE = 60_000;

describe('money given back before its order is made', () => {
  let shop: TestShop;
  let faults: Faults;
  let ann: SignedIn;
  let admin: SignedIn;
  let product: GivenProduct;
  beforeAll(async () => {
    shop = await startTestShop();
    faults = faultsIn(shop.database.admin);
  });
  afterAll(() => shop.close());
  beforeEach(async () => {
    ann = await shop.signUp();
    admin = await shop.signUpAs('admin');
    product = await shop.given.variant({ stock: 10, price: '12.50' });
  });
  afterEach(async () => {
    await faults.mend();
    expect(await shop.violations()).toEqual([]);
  });

  const one = async (query: string, values: unknown[]) =>
    (await shop.database.admin.query<Record<string, unknown>>(query, values)).rows[0];
  const paid = (card?: keyof typeof CARDS) => shop.paid(ann, product, card);
  const due = async (card?: keyof typeof CARDS): Promise<StartedPayment> => {
    await faults.plant('order_lines');
    const payment = await paid(card);
    expectError(await shop.complete(ann, { paymentId: payment.id }), 'ORDER_DELAYED');
    return payment;
  };
  const refund = async ({ id }: StartedPayment, body: object) => {
    const answer = await admin.post(
      `/api/admin/payments/${id}/refund`,
      { reason: 'sorry', ...body },
      { 'idempotency-key': randomUUID() },
    );
    expect(answer.status, answer.text).toBe(201);
    return answer.body.payment;
  };
  /** As staff do in their gateway's own dashboard; we hear of it when the books are compared. */
  const refundAtGateway = ({ intentId: intent }: StartedPayment, amount: number) =>
    fetch(`${shop.gateway.url}/v1/refunds`, {
      method: 'POST',
      headers: { authorization: `Bearer ${SANDBOX_KEY}`, 'content-type': 'application/json' },
      body: JSON.stringify({ intent, amount }),
    });
  const compareBooks = () =>
    reconcile(shop.money, { since: new Date(shop.clock.now.getTime() - 60 * MINUTE) });
  const stateOf = ({ id }: StartedPayment) => one('select status, flag from payments where id = $1', [id]);
  const untilSettled = async () => {
    await faults.mend();
    for (let times = 0; times < 3; times++) {
      shop.clock.advance(4 * MINUTE);
      await shop.runJobs();
    }
    ann = { ...ann, ...(await shop.again(ann)) };
    admin = { ...admin, ...(await shop.again(admin)) };
  };
  const nothingIsBought = async ({ id }: StartedPayment) => {
    expectError(await shop.complete(ann, { paymentId: id }), 'PAYMENT_RETURNED');
    expect((await ann.get('/api/orders')).body.orders).toEqual([]);
    expect(
      await one('select on_hand, reserved from stock_levels where variant_id = $1', [product.variantId]),
    ).toEqual({ on_hand: 10, reserved: 0 });
  };

  it('[PAY-7] [PAY-6] in part leaves the rest to staff, who are told of it, and no order', async () => {
    const payment = await due();
    expect(await refund(payment, { amount: 2 })).toMatchObject({ status: 'orphaned', refunded: 2 });
    await untilSettled();
    await nothingIsBought(payment);
    const { body } = await admin.get('/api/admin/payments?status=orphaned');
    expect(body.payments).toMatchObject([{ id: payment.id, flag: 'order given up', order: null }]);
    expect(await refund(payment, {})).toMatchObject({ status: 'refunded', flag: null });
  });

  it('[PAY-7] [PAY-6] buys nothing any more, though its gateway takes its time', async () => {
    const payment = await due('refundPending');
    expect(await refund(payment, {})).toMatchObject({ status: 'orphaned', refunded: 0 });
    await untilSettled();
    await nothingIsBought(payment);
    const { refunds } = (await shop.control('GET', '/ledger')) as {
      refunds: { id: string; intent: string }[];
    };
    await shop.control('POST', `/settle/${refunds.find(({ intent }) => intent === payment.intentId)!.id}`);
    await untilSettled();
    await nothingIsBought(payment);
    expect(await stateOf(payment)).toEqual({ status: 'refunded', flag: null });
  });

  it('[PAY-7] [PAY-8] in part at its gateway leaves the rest to staff as well', async () => {
    const payment = await due();
    await refundAtGateway(payment, 200);
    await compareBooks();
    expect(await stateOf(payment)).toEqual({ status: 'paid', flag: 'order_due' });
    await untilSettled();
    expect(await stateOf(payment)).toEqual({ status: 'orphaned', flag: 'mismatch: amount' });
    expect((await ann.get('/api/orders')).body.orders).toEqual([]);
    expect(await refund(payment, {})).toMatchObject({ status: 'refunded', flag: null });
  });

  it.each([
    ['heard of by the reconciliation', true, 'PAYMENT_RETURNED'],
    ['heard of by the buyer', false, 'PAYMENT_INVALID'],
  ])('[PAY-3] [L-12] at its gateway pays for nothing, first %s', async (_how, told, reason) => {
    const payment = await paid();
    await refundAtGateway(payment, 1840);
    if (told) await compareBooks();
    expectError(await shop.complete(ann, { paymentId: payment.id }), reason);
    await compareBooks();
    await untilSettled();
    expect(await stateOf(payment)).toEqual({ status: 'refunded', flag: null });
    expect((await ann.get('/api/orders')).body.orders).toEqual([]);
  });
});
