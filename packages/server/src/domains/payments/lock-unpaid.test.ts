import { afterAll, beforeAll, describe, expect, it } from 'vitest';
import { nobody } from '../../platform/db/database.ts';
import { startTestShop, type TestShop } from '../../testing/test-shop.ts';
import { lockUnpaid, type PaymentRow } from './queries.ts';

let shop: TestShop;
beforeAll(async () => {
  shop = await startTestShop();
});
afterAll(() => shop.close());

describe('a payment that an order is to be made of at once', () => {
  const begun = async () => {
    const ann = await shop.signUp();
    await shop.fill(ann, await shop.given.variant({ stock: 5 }));
    const { payment } = (await shop.begin(ann)).body;
    const { rows } = await shop.database.admin.query<PaymentRow>(
      'select shopper_id as "shopperId", id, checkout_id as "checkoutId" from payments where id = $1',
      [payment.id],
    );
    return { ann, payment, row: rows[0]! };
  };
  const lock = async (row: PaymentRow) =>
    (await shop.database.system.as(nobody).write(lockUnpaid(row))).rows[0];
  const change = (text: string, { id }: PaymentRow) => shop.database.admin.query(text, [id]);

  it('[ORD-1] is one that is being paid and that nobody has taken money in for', async () => {
    const { row } = await begun();
    expect(await lock(row)).toEqual([{ unpaid: true }]);
  });

  it('[PAY-5] is refused where somebody was first, before an order number is drawn', async () => {
    const { ann, payment, row } = await begun();
    await shop.confirm(payment);
    expect((await shop.complete(ann)).status).toBe(201);
    await expect(lock(row)).rejects.toThrow('NOT_AS_READ');
  });

  it.each([
    ['somebody has still to see to it', "update payments set flag = 'superseded' where id = $1"],
    ['its money is in', 'update payments set captured_minor = 1 where id = $1'],
    [
      'its checkout was given up',
      "update checkouts set status = 'closed' where id = (select checkout_id from payments where id = $1)",
    ],
  ])('[PAY-7] is refused where %s', async (_why, text) => {
    const { row } = await begun();
    await change(text, row);
    await expect(lock(row)).rejects.toThrow('NOT_AS_READ');
  });

  it('[L-17] is no row where it is another’s by now', async () => {
    const { row } = await begun();
    const { userId } = await shop.signUp();
    expect(await lock({ ...row, shopperId: userId })).toEqual([]);
  });
});
