import { afterAll, beforeAll, describe, expect, it } from 'vitest';
import { expectError } from '../../testing/expect-error.ts';
import type { SignedIn } from '../../testing/test-app.ts';
import { startTestShop, type TestShop } from '../../testing/test-shop.ts';
import { readPdf } from './invoice/read-pdf.fixture.ts';

describe('an invoice', () => {
  let shop: TestShop;
  let ann: SignedIn;
  let order: { id: string; number: string; total: number };
  beforeAll(async () => {
    shop = await startTestShop();
    ann = await shop.signUp();
    const product = await shop.given.variant({ stock: 5, price: '12.50', title: 'Кружка «Ночь»' });
    order = (await shop.buy(ann, product, 2)).body.order;
  });
  afterAll(() => shop.close());

  const get = (headers: Record<string, string>, query = '') =>
    shop.app.inject({ url: `/api/orders/${order.id}/invoice${query}`, headers });

  it('[ORD-6] is a PDF for the buyer, with what was bought, where it goes and what it cost', async () => {
    const answer = await get(ann.headers);
    expect(answer.statusCode).toBe(200);
    expect(answer.headers).toMatchObject({ 'content-type': 'application/pdf', 'cache-control': 'no-store' });
    const text = (await readPdf(answer.rawPayload)).text;
    for (const words of ['Кружка «Ночь»', order.number, 'Springfield', '$25.00', 'Invoice'])
      expect(text).toContain(words);
    const estonian = (await readPdf((await get(ann.headers, '?locale=et')).rawPayload)).text;
    expect(estonian).toContain('Arve');
  });

  it('[ORD-6] [OPS-4] is for staff as well, which leaves an audit row, and for nobody else', async () => {
    const support = await shop.signUpAs('support');
    expect((await get(support.headers)).statusCode).toBe(200);
    const { rows } = await shop.database.admin.query(
      "select actor_id from audit_log where action = 'order.invoice' and target_id = $1",
      [order.id],
    );
    expect(rows).toEqual([{ actor_id: support.userId }]);
    const [bob, designer] = [await shop.signUp(), await shop.signUpAs('designer')];
    for (const other of [bob, designer])
      expectError(await other.get(`/api/orders/${order.id}/invoice`), 'FORBIDDEN');
    expectError(await ann.get('/api/orders/0190c0c0-0000-7000-8000-000000000000/invoice'), 'ORDER_NOT_FOUND');
  });
});
