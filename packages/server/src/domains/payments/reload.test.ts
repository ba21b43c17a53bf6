import { PUBLISHED } from '../../../../gateway/src/start-gateway.ts';
import { afterAll, afterEach, beforeAll, beforeEach, describe, expect, it } from 'vitest';
import type { GivenProduct } from '../../testing/given.ts';
import type { SignedIn } from '../../testing/test-app.ts';
import { startTestShop, type StartedPayment, type TestShop } from '../../testing/test-shop.ts';
import type { PaymentGateway, Provider } from './gateways/gateway.ts';
import { StripeGateway } from './gateways/stripe-gateway.ts';

describe('a buyer who comes back to his payment', () => {
  let shop: TestShop;
  let ann: SignedIn;
  let product: GivenProduct;
  beforeAll(async () => {
    shop = await startTestShop();
    const stripe = new StripeGateway({
      baseUrl: `${shop.gateway.url}/stripe`,
      secretKey: PUBLISHED.stripeSecretKey,
      webhookSecrets: [PUBLISHED.stripeWebhookSecret],
    });
    (shop.money.gateways as Map<Provider, PaymentGateway>).set('stripe', stripe);
  });
  afterAll(() => shop.close());
  beforeEach(async () => {
    ann = await shop.signUp();
    product = await shop.given.variant({ stock: 10 });
    await shop.fill(ann, product);
  });
  afterEach(async () => {
    expect(await shop.violations()).toEqual([]);
  });

  const begin = async (provider?: Provider): Promise<StartedPayment> => {
    const answer = await shop.begin(ann, provider ? { provider } : undefined);
    expect(answer.status, answer.text).toBe(201);
    return answer.body.payment;
  };
  const ledger = () => shop.control('GET', '/ledger') as Promise<Ledger>;
  const intentsOf = async (payment: StartedPayment) =>
    (await ledger()).intents.filter(({ metadata }) => metadata['payment_id'] === payment.id);
  const payStripe = (payment: StartedPayment) =>
    fetch(`${shop.gateway.url}/stripe/v1/payment_intents/${payment.intentId}/confirm`, {
      method: 'POST',
      headers: {
        authorization: `Bearer ${PUBLISHED.stripeSecretKey}`,
        'content-type': 'application/x-www-form-urlencoded',
      },
      body: 'payment_method=pm_card_visa',
    });
  const kept = async (...payments: StartedPayment[]) => {
    const { charges, refunds } = await ledger();
    const ids = payments.map(({ intentId }) => intentId);
    const sum = (rows: { intent: string; amount: number }[]) =>
      rows.filter(({ intent }) => ids.includes(intent)).reduce((total, { amount }) => total + amount, 0);
    return { charged: sum(charges), refunded: sum(refunds) };
  };

  it('[L-9] [PAY-2] goes on with the same payment and intent, also after a decline elsewhere', async () => {
    const first = await begin();
    const again = await begin();
    expect(again).toMatchObject({ id: first.id, intentId: first.intentId, client: first.client });
    expect(await intentsOf(first)).toHaveLength(1);
    await shop.confirm(first);
    expect(await begin()).toMatchObject({ id: first.id, status: 'paid' });
    expect((await shop.complete(ann)).status).toBe(201);
  });

  it('[L-9] many tabs at once begin one payment', async () => {
    const answers = await Promise.all(Array.from({ length: 8 }, () => shop.begin(ann)));
    for (const { status } of answers) expect([201, 503]).toContain(status);
    const begun = answers.filter(({ status }) => status === 201).map(({ body }) => body.payment);
    expect(begun.length).toBeGreaterThan(0);
    expect(new Set(begun.map(({ intentId }) => intentId)).size).toBe(1);
    const payment = await begin();
    expect(payment.id).toBe(begun[0].id);
    expect(await intentsOf(payment)).toHaveLength(1);
  });

  it('[L-9] and pays in another way has the first intent canceled, and back again a fresh one', async () => {
    const first = await begin('sandbox');
    const second = await begin('stripe');
    expect(second.id).not.toBe(first.id);
    const third = await begin('sandbox');
    expect(third.intentId).not.toBe(first.intentId);
    await shop.runJobs();
    const status = async (payment: StartedPayment) => (await intentsOf(payment))[0]!.status;
    expect([await status(first), await status(second), await status(third)]).toEqual([
      'canceled',
      'canceled',
      'requires_payment',
    ]);
    await shop.confirm(third);
    expect((await shop.complete(ann, { paymentId: third.id })).status).toBe(201);
  });

  it('[L-9] [PAY-5] and pays in two tabs two payments gets one order, and the other money back', async () => {
    const first = await begin('sandbox');
    const second = await begin('stripe');
    await shop.confirm(first);
    expect((await payStripe(second)).status).toBe(200);
    const answers = await Promise.all([first, second].map(({ id }) => shop.complete(ann, { paymentId: id })));
    expect(answers.map(({ status }) => status).sort()).toEqual([201, 409]);
    await shop.runJobs();
    const [order] = (await ann.get('/api/orders')).body.orders;
    const { charged, refunded } = await kept(first, second);
    expect([charged, refunded]).toEqual([2 * refunded, order.payment.captured * 100]);
    const loser = answers.find(({ status }) => status === 409)!;
    expect(loser.body.error.details).toEqual({ because: 'paid-twice' });
  });

  it('[L-9] whose first card was declined may use either tab; paying both, one comes back', async () => {
    const first = await begin();
    await shop.confirm(first, 'declined');
    await ann.get(`/api/payments/${first.id}`);
    const second = await begin();
    await Promise.all([shop.confirm(first), shop.confirm(second)]);
    await Promise.all([first, second].map(({ id }) => shop.complete(ann, { paymentId: id })));
    await shop.runJobs();
    expect((await ann.get('/api/orders')).body.orders).toHaveLength(1);
    const { charged, refunded } = await kept(first, second);
    expect(charged - refunded).toBe((await ann.get('/api/orders')).body.orders[0].payment.captured * 100);
  });
});

interface Ledger {
  intents: { id: string; status: string; metadata: Record<string, string> }[];
  charges: { intent: string; amount: number }[];
  refunds: { intent: string; amount: number }[];
}
