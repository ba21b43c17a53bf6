import { describe, expect, it } from 'vitest';
import { testGateway } from './testing/test-gateway.ts';

const input = { amount: 500, currency: 'USD', metadata: { a: '1', b: '2' } };

describe('idempotency keys', () => {
  it('[PAY-1] the same key and body get the same answer, whatever the order of the fields', async () => {
    const gateway = await testGateway();
    const first = await gateway.post('/v1/intents', input, 'key-1');
    const again = await gateway.post(
      '/v1/intents',
      { metadata: { b: '2', a: '1' }, currency: 'USD', amount: 500 },
      'key-1',
    );
    expect(again.body).toEqual(first.body);
    expect(again.status).toBe(201);
    expect(first.headers.has('idempotent-replayed')).toBe(false);
    expect(again.headers.get('idempotent-replayed')).toBe('true');
    expect((await gateway.ledger()).intents).toHaveLength(1);
  });

  it('[PAY-1] the same key with another body or another path is refused', async () => {
    const gateway = await testGateway();
    const { id } = (await gateway.post('/v1/intents', input, 'key-1')).body;
    for (const answer of [
      await gateway.post('/v1/intents', { ...input, amount: 501 }, 'key-1'),
      await gateway.post(`/v1/intents/${id}/cancel`, input, 'key-1'),
    ])
      expect([answer.status, answer.body.error.code]).toEqual([400, 'idempotency_error']);
  });

  it('[PAY-1] a twin of a running request gets 409, and the answer once that is there', async () => {
    const gateway = await testGateway();
    await gateway.script({ match: { path: '/v1/intents' }, delayMs: 200 });
    const running = gateway.post('/v1/intents', input, 'key-1');
    await expect.poll(async () => (await gateway.call('/control/script')).body.scripts).toEqual([]);
    const twin = await gateway.post('/v1/intents', input, 'key-1');
    expect([twin.status, twin.body.error.code]).toEqual([409, 'idempotency_key_in_use']);
    const { body } = await running;
    expect((await gateway.post('/v1/intents', input, 'key-1')).body).toEqual(body);
  });

  it('[PAY-1] a key whose request hangs is free again when its connection is closed', async () => {
    const gateway = await testGateway();
    await gateway.script({ match: { path: '/v1/intents' }, effect: 'hang' });
    const gone = new AbortController();
    const hanging = fetch(`${gateway.url}/v1/intents`, {
      method: 'POST',
      signal: gone.signal,
      headers: {
        authorization: 'Bearer sk_sandbox_cartwright',
        'content-type': 'application/json',
        'idempotency-key': 'key-1',
      },
      body: JSON.stringify(input),
    });
    const gaveUp = expect(hanging).rejects.toThrow();
    await expect.poll(async () => (await gateway.post('/v1/intents', input, 'key-1')).status).toBe(409);
    gone.abort();
    await gaveUp;
    await expect.poll(async () => (await gateway.post('/v1/intents', input, 'key-1')).status).toBe(201);
  });

  it('[PAY-1] a refusal by the state of things is kept, malformed input is not', async () => {
    const gateway = await testGateway();
    const intent = await gateway.intent();
    const refund = { intent: intent.id, amount: 100 };
    expect((await gateway.post('/v1/refunds', refund, 'early')).status).toBe(400);
    await gateway.pay(intent);
    expect((await gateway.post('/v1/refunds', refund, 'early')).body.error.code).toBe('charge_missing');
    expect((await gateway.post('/v1/intents', { amount: -1 }, 'mistyped')).status).toBe(400);
    expect((await gateway.post('/v1/intents', input, 'mistyped')).status).toBe(201);
  });

  it('[PAY-1] nobody gets a kept answer without the key of the shop', async () => {
    const gateway = await testGateway();
    await gateway.post('/v1/intents', input, 'key-1');
    const answer = await gateway.call('/v1/intents', {
      body: input,
      headers: { 'idempotency-key': 'key-1' },
    });
    expect(answer.status).toBe(401);
  });

  it('[PAY-1] [L-26] after 24 hours a key is forgotten', async () => {
    let time = Date.parse('2026-01-01T00:00:00Z');
    const gateway = await testGateway({ now: () => new Date(time) });
    const first = (await gateway.post('/v1/intents', input, 'key-1')).body;
    time += 24 * 3_600_000 - 1;
    expect((await gateway.post('/v1/intents', input, 'key-1')).body.id).toBe(first.id);
    time += 1;
    expect((await gateway.post('/v1/intents', input, 'key-1')).body.id).not.toBe(first.id);
  });
});

describe('scripted failures', () => {
  it.each([
    ['500', 500],
    ['409', 409],
    ['429', 429],
  ])('[PAY-1] %s is answered without doing anything, as often as asked', async (effect, status) => {
    const gateway = await testGateway();
    await gateway.script({ match: { method: 'post', path: '/v1/int*' }, times: 2, effect });
    expect((await gateway.get('/v1/intents')).status).toBe(200);
    for (let n = 0; n < 2; n++) expect((await gateway.post('/v1/intents', input, 'k')).status).toBe(status);
    expect((await gateway.ledger()).intents).toEqual([]);
    expect((await gateway.post('/v1/intents', input, 'k')).status).toBe(201);
  });

  it('[PAY-1] garbage is 200 with what is no JSON', async () => {
    const gateway = await testGateway();
    await gateway.script({ effect: 'garbage' });
    const answer = await gateway.post('/v1/intents', input);
    expect([answer.status, answer.body]).toEqual([200, undefined]);
    expect((await gateway.ledger()).intents).toEqual([]);
  });

  it('[PAY-1] cut-before does nothing, cut-after has done it: the same key then tells what', async () => {
    const gateway = await testGateway();
    await gateway.script({ effect: 'cut-before' });
    await expect(gateway.post('/v1/intents', input, 'k')).rejects.toThrow('fetch failed');
    expect((await gateway.ledger()).intents).toEqual([]);
    await gateway.script({ effect: 'cut-after' });
    await expect(gateway.post('/v1/intents', input, 'k')).rejects.toThrow('fetch failed');
    const { intents } = await gateway.ledger();
    expect(intents).toHaveLength(1);
    expect((await gateway.post('/v1/intents', input, 'k')).body.id).toBe(intents[0].id);
  });

  it.each(['500-after', 'hang-after'])('[PAY-1] %s has done it as well', async (effect) => {
    const gateway = await testGateway();
    await gateway.script({ effect });
    const answer = await gateway
      .call('/v1/intents', {
        body: input,
        headers: { authorization: 'Bearer sk_sandbox_cartwright' },
        signal: AbortSignal.timeout(300),
      })
      .catch(() => null);
    expect(answer?.status ?? null).toBe(effect === '500-after' ? 500 : null);
    expect((await gateway.ledger()).intents).toHaveLength(1);
  });

  it('[PAY-1] scripts can be taken back, spare the control, and need not be there at all', async () => {
    const gateway = await testGateway();
    await gateway.script({ times: 100, effect: '500' });
    expect((await gateway.call('/control/ledger')).status).toBe(200);
    await gateway.call('/control', { method: 'DELETE' });
    expect((await gateway.post('/v1/intents', input)).status).toBe(201);
    expect((await gateway.script({ effect: 'explode' })).status).toBe(400);
    const closed = await testGateway({ control: false });
    expect((await closed.call('/control/ledger')).status).toBe(404);
  });
});
