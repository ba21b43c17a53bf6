import { describe, expect, it } from 'vitest';
import { CARDS } from './cards.ts';
import { testGateway, type Json } from './testing/test-gateway.ts';

const numberOf = (name: keyof typeof CARDS) => CARDS[name].number;

describe('intents of the sandbox', () => {
  it('[PAY-1] opens an intent, tells it again, pays it once', async () => {
    const gateway = await testGateway();
    const created = await gateway.post('/v1/intents', {
      amount: 1250,
      currency: 'EUR',
      metadata: { payment_id: 'p1' },
    });
    expect(created.status).toBe(201);
    const intent = created.body;
    expect(intent).toMatchObject({
      amount: 1250,
      currency: 'EUR',
      status: 'requires_payment',
      capturedAmount: 0,
      refundedAmount: 0,
      livemode: false,
      metadata: { payment_id: 'p1' },
      failure: null,
    });
    expect(intent.id).toMatch(/^sbi_\w{24}$/);
    expect(intent.confirmUrl).toContain(`${gateway.url}/pay/${intent.id}`);
    expect((await gateway.get(`/v1/intents/${intent.id}`)).body).toEqual(intent);
    const paid = await gateway.pay(intent);
    expect(paid.status).toBe(200);
    expect(paid.body).toMatchObject({ status: 'succeeded', capturedAmount: 1250 });
    expect(paid.headers.get('access-control-allow-origin')).toBe('*');
    const again = await gateway.pay(intent);
    expect(again.status).toBe(400);
    expect(again.body.error.code).toBe('intent_unexpected_state');
    expect((await gateway.ledger()).charges).toMatchObject([
      { intent: intent.id, amount: 1250, currency: 'EUR', at: expect.any(String) },
    ]);
  });

  it('[PAY-1] refuses a wrong key, a wrong client secret, unknown intents and malformed input', async () => {
    const gateway = await testGateway();
    const intent = await gateway.intent();
    for (const headers of [{}, { authorization: 'Bearer sk_sandbox_other' }])
      expect((await gateway.call('/v1/intents', { body: {}, headers })).status).toBe(401);
    expect((await gateway.pay({ ...intent, clientSecret: 'guess' })).status).toBe(401);
    expect((await gateway.get('/v1/intents/sbi_none')).body.error.code).toBe('resource_missing');
    const bad = async (body: unknown) => (await gateway.post('/v1/intents', body)).body.error.param;
    expect(await bad({ amount: 0, currency: 'EUR' })).toBe('amount');
    expect(await bad({ amount: 12.5, currency: 'EUR' })).toBe('amount');
    expect(await bad({ amount: 100, currency: 'eur' })).toBe('currency');
    expect(await bad({ amount: 100, currency: 'EUR', returnUrl: 'javascript:alert(1)' })).toBe('returnUrl');
    expect((await gateway.pay(intent, '1234567812345678')).body.error.param).toBe('card.number');
    expect((await gateway.get('/v1/nothing')).body.error.code).toBe('unknown_route');
    expect((await gateway.ledger()).charges).toEqual([]);
  });

  it('[PAY-1] lists by time, page by page, and finds by payment', async () => {
    const gateway = await testGateway();
    const ids: string[] = [];
    for (let n = 0; n < 5; n++) ids.push((await gateway.intent({ metadata: { payment_id: `p${n}` } })).id);
    const first = (await gateway.get('/v1/intents?limit=3&createdAfter=2020-01-01T00:00:00Z')).body;
    const rest = (await gateway.get(`/v1/intents?limit=3&after=${first.intents.at(-1).id}`)).body;
    expect([first.hasMore, rest.hasMore]).toEqual([true, false]);
    expect([...first.intents, ...rest.intents].map(({ id }) => id)).toEqual(ids);
    expect((await gateway.get('/v1/intents?paymentId=p3')).body.intents.map((i: Json) => i.id)).toEqual([
      ids[3],
    ]);
    expect((await gateway.get('/v1/intents?createdAfter=2999-01-01T00:00:00Z')).body.intents).toEqual([]);
  });

  it('[PAY-1] cancels what is not paid, twice like once, and never what is', async () => {
    const gateway = await testGateway();
    const intent = await gateway.intent();
    for (let n = 0; n < 2; n++)
      expect((await gateway.post(`/v1/intents/${intent.id}/cancel`)).body.status).toBe('canceled');
    expect((await gateway.pay(intent)).status).toBe(400);
    const paid = await gateway.intent();
    await gateway.pay(paid);
    const refused = await gateway.post(`/v1/intents/${paid.id}/cancel`);
    expect([refused.status, refused.body.error.code]).toEqual([400, 'intent_unexpected_state']);
  });
});

describe('test cards', () => {
  it.each([
    ['declined', 'card_declined'],
    ['insufficientFunds', 'insufficient_funds'],
    ['expired', 'expired_card'],
    ['incorrectCvc', 'incorrect_cvc'],
    ['processingError', 'processing_error'],
  ] as const)('[PAY-1] %s is answered 402 %s, and the intent stays open', async (card, code) => {
    const gateway = await testGateway();
    const intent = await gateway.intent();
    const answer = await gateway.pay(intent, numberOf(card));
    expect([answer.status, answer.body.error.code]).toEqual([402, code]);
    const after = (await gateway.get(`/v1/intents/${intent.id}`)).body;
    expect(after).toMatchObject({ status: 'requires_payment', failure: code, capturedAmount: 0 });
    expect((await gateway.pay(intent)).body).toMatchObject({ status: 'succeeded', failure: null });
  });

  it.each([
    ['challenge', 'pass', 200, 'succeeded'],
    ['challenge', 'fail', 402, 'requires_payment'],
    ['challengeDeclined', 'pass', 402, 'requires_payment'],
  ] as const)('[PAY-1] %s, then %s', async (card, outcome, status, state) => {
    const gateway = await testGateway();
    const intent = await gateway.intent();
    expect((await gateway.pay(intent, numberOf(card))).body.status).toBe('requires_action');
    const answer = await gateway.call(`/v1/intents/${intent.id}/challenge`, {
      body: { clientSecret: intent.clientSecret, outcome },
    });
    expect(answer.status).toBe(status);
    expect((await gateway.get(`/v1/intents/${intent.id}`)).body.status).toBe(state);
    expect((await gateway.ledger()).charges).toHaveLength(state === 'succeeded' ? 1 : 0);
  });

  it.each([
    ['lateSuccess', 'succeeded', null, 1250],
    ['lateFailure', 'requires_payment', 'card_declined', 0],
  ] as const)(
    '[PAY-1] %s settles by itself after its time',
    async (card, status, failure, capturedAmount) => {
      let time = Date.parse('2026-01-01T00:00:00Z');
      const gateway = await testGateway({ now: () => new Date(time), settleAfterMs: 60_000 });
      const intent = await gateway.intent();
      expect((await gateway.pay(intent, numberOf(card))).body.status).toBe('processing');
      expect((await gateway.post(`/v1/intents/${intent.id}/cancel`)).status).toBe(400);
      time += 60_000;
      await expect
        .poll(async () => (await gateway.get(`/v1/intents/${intent.id}`)).body)
        .toMatchObject({ status, failure, capturedAmount });
    },
  );

  it.each(['lateDespiteCancel', 'declinedThenCharged'] as const)(
    '[PAY-1] %s is charged although it was canceled',
    async (card) => {
      const gateway = await testGateway();
      const intent = await gateway.intent();
      await gateway.pay(intent, numberOf(card));
      expect((await gateway.post(`/v1/intents/${intent.id}/cancel`)).body.status).toBe('canceled');
      await gateway.control(`/settle/${intent.id}`);
      expect((await gateway.get(`/v1/intents/${intent.id}`)).body).toMatchObject({
        status: 'succeeded',
        capturedAmount: 1250,
      });
      expect((await gateway.control(`/settle/${intent.id}`)).status).toBe(404);
      expect((await gateway.ledger()).charges).toHaveLength(1);
    },
  );

  it('[PAY-1] a late yes to a card that was replaced meanwhile charges nothing twice', async () => {
    const gateway = await testGateway();
    const intent = await gateway.intent();
    await gateway.pay(intent, numberOf('declinedThenCharged'));
    await gateway.pay(intent);
    await gateway.control(`/settle/${intent.id}`);
    expect((await gateway.ledger()).charges).toHaveLength(1);
  });

  it.each([
    ['lostAnswer', 'cut', 'succeeded'],
    ['chargedHang', 'hang', 'succeeded'],
    ['chargedError', '500', 'succeeded'],
    ['cut', 'cut', 'requires_payment'],
    ['hang', 'hang', 'requires_payment'],
    ['error', '500', 'requires_payment'],
  ] as const)('[PAY-1] %s: the answer is %s and the intent %s', async (card, how, status) => {
    const gateway = await testGateway();
    const intent = await gateway.intent();
    const answer = gateway.call(`/v1/intents/${intent.id}/confirm`, {
      body: {
        clientSecret: intent.clientSecret,
        card: { number: numberOf(card), expMonth: '12', expYear: '2034', cvc: '123' },
      },
      signal: AbortSignal.timeout(300),
    });
    if (how === '500') expect((await answer).status).toBe(500);
    else await expect(answer).rejects.toThrow(how === 'hang' ? /timeout/ : /fetch failed/);
    expect((await gateway.get(`/v1/intents/${intent.id}`)).body.status).toBe(status);
  });

  it('[PAY-1] no card number is kept', async () => {
    const gateway = await testGateway();
    await gateway.pay(await gateway.intent());
    expect(JSON.stringify(await gateway.ledger())).not.toContain('42424242');
  });
});

describe('refunds', () => {
  it('[PAY-1] refunds in parts, never more than was charged', async () => {
    const gateway = await testGateway();
    const intent = await gateway.intent();
    const refund = (amount: number) =>
      gateway.post('/v1/refunds', { intent: intent.id, amount, metadata: { refund_id: `r${amount}` } });
    expect((await refund(100)).body.error.code).toBe('charge_missing');
    await gateway.pay(intent);
    expect((await refund(1000)).body).toMatchObject({
      intent: intent.id,
      amount: 1000,
      currency: 'EUR',
      status: 'succeeded',
      metadata: { refund_id: 'r1000' },
    });
    expect((await refund(251)).body.error).toMatchObject({ code: 'refund_too_large', param: 'amount' });
    expect((await refund(250)).status).toBe(201);
    expect((await refund(1)).body.error.code).toBe('charge_already_refunded');
    const { refunds } = (await gateway.get(`/v1/refunds?intent=${intent.id}`)).body;
    expect(refunds.map(({ amount }: Json) => amount)).toEqual([1000, 250]);
    expect((await gateway.get(`/v1/intents/${intent.id}`)).body.refundedAmount).toBe(1250);
  });

  it.each([
    ['refundPending', 'succeeded', 1250],
    ['refundFails', 'failed', 0],
  ] as const)('[PAY-1] %s: pending first, %s later', async (card, status, refundedAmount) => {
    const gateway = await testGateway();
    const intent = await gateway.intent();
    await gateway.pay(intent, numberOf(card));
    const refund = (await gateway.post('/v1/refunds', { intent: intent.id, amount: 1250 })).body;
    expect(refund.status).toBe('pending');
    expect((await gateway.post('/v1/refunds', { intent: intent.id, amount: 1 })).status).toBe(400);
    await gateway.control(`/settle/${refund.id}`);
    expect((await gateway.get(`/v1/refunds?intent=${intent.id}`)).body.refunds[0].status).toBe(status);
    expect((await gateway.get(`/v1/intents/${intent.id}`)).body.refundedAmount).toBe(refundedAmount);
  });
});
