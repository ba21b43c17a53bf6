import { appendFile, readFile, writeFile } from 'node:fs/promises';
import { createServer } from 'node:net';
import { join } from 'node:path';
import { setTimeout as sleep } from 'node:timers/promises';
import { describe, expect, it } from 'vitest';
import { CARDS } from './cards.ts';
import { dataFolder, gatewayProcess } from './testing/gateway-process.ts';
import { testGateway, webhookEndpoint, type Json } from './testing/test-gateway.ts';

describe('the ledger outlives its process', () => {
  it('[PAY-1] [PAY-7] SIGKILL amid payments loses nothing that was answered and doubles nothing', async () => {
    const GATEWAY_DATA_DIR = await dataFolder();
    const first = await gatewayProcess({ GATEWAY_DATA_DIR });
    const answered = new Map<string, string>();
    const asked: string[] = [];
    const shopper = async (n: number) => {
      for (let turn = 0; ; turn++) {
        const key = `${n}-${turn}`;
        asked.push(key);
        const { body } = await first.gateway.post('/v1/intents', { amount: 100, currency: 'EUR' }, key);
        answered.set(body.id, 'requires_payment');
        await first.gateway.pay(body, '4242424242424242', `pay-${key}`);
        answered.set(body.id, 'succeeded');
      }
    };
    const shoppers = Array.from({ length: 8 }, (_, n) => shopper(n).catch(() => null));
    await expect.poll(() => answered.size, { timeout: 10_000, interval: 5 }).toBeGreaterThan(60);
    expect(await first.end('SIGKILL')).toBeNull();
    await Promise.all(shoppers);
    const { gateway } = await gatewayProcess({ GATEWAY_DATA_DIR });
    const { intents, charges } = await gateway.ledger();
    const kept = new Map<string, Json>(intents.map((intent: Json) => [intent.id, intent]));
    for (const [id, status] of answered) {
      expect(kept.get(id)).toBeDefined();
      if (status === 'succeeded') expect(kept.get(id).status).toBe('succeeded');
    }
    // Asked once more with the same keys, each is the same intent: none was made twice.
    for (const key of asked) await gateway.post('/v1/intents', { amount: 100, currency: 'EUR' }, key);
    expect((await gateway.ledger()).intents).toHaveLength(asked.length);
    expect(new Set(charges.map(({ intent }: Json) => intent)).size).toBe(charges.length);
    for (const { id, status, capturedAmount } of intents)
      expect([id, capturedAmount]).toEqual([id, status === 'succeeded' ? 100 : 0]);
  });

  it('[PAY-1] what waited goes on: late settlements, refunds and webhooks', async () => {
    const dataDir = await dataFolder();
    const endpoint = await webhookEndpoint();
    const before = await testGateway({ dataDir, webhookUrl: 'http://127.0.0.1:9/', settleAfterMs: 400 });
    const [late, refunded] = [await before.intent(), await before.intent()];
    await before.pay(late, CARDS.lateSuccess.number);
    await before.pay(refunded, CARDS.refundPending.number);
    await before.post('/v1/refunds', { intent: refunded.id, amount: 7 });
    await before.close();
    const after = await testGateway({ dataDir, webhookUrl: endpoint.url });
    await expect.poll(async () => (await after.get(`/v1/intents/${late.id}`)).body.status).toBe('succeeded');
    await expect
      .poll(() => endpoint.types().sort())
      .toEqual([
        'intent.created',
        'intent.created',
        'intent.processing',
        'intent.succeeded',
        'intent.succeeded',
        'refund.succeeded',
      ]);
  });

  it('[PAY-1] a line that was being written is cut off; one that was changed is not accepted', async () => {
    const dataDir = await dataFolder();
    const file = join(dataDir, 'ledger.jsonl');
    const first = await testGateway({ dataDir });
    const { id } = await first.intent();
    await first.close();
    await appendFile(file, '{"intents":[{"id":"sbi_half');
    const second = await testGateway({ dataDir });
    expect((await second.ledger()).intents).toMatchObject([{ id }]);
    await second.intent();
    await second.close();
    const third = await testGateway({ dataDir });
    expect((await third.ledger()).intents).toHaveLength(2);
    await third.close();
    await writeFile(file, (await readFile(file, 'utf8')).replace('{', ''));
    await expect(testGateway({ dataDir })).rejects.toThrow('ledger.jsonl');
  });
});

describe('the process', () => {
  it('[PAY-1] [RUN-7] ends on SIGTERM, and with the process that started it', async () => {
    const GATEWAY_DATA_DIR = await dataFolder();
    const one = await gatewayProcess({ GATEWAY_DATA_DIR });
    expect(one.said.out).toContain('Sandbox gateway http://127.0.0.1:');
    expect(await one.end('SIGTERM')).toBe(0);
    const two = await gatewayProcess({ GATEWAY_DATA_DIR }, ['--until-stdin-ends']);
    two.end('SIGINT').catch(() => {});
    await sleep(50);
    expect((await two.gateway.call('/')).status).toBe(200);
    two.stdin.end();
    expect(await two.ended).toBe(0);
    expect([one.said.err, two.said.err]).toEqual(['', '']);
  });

  it('[PAY-1] a port in use and settings that make no sense are told', async () => {
    const occupant = createServer();
    await new Promise<void>((resolve) => occupant.listen(0, '127.0.0.1', resolve));
    const { port } = occupant.address() as { port: number };
    const taken = await gatewayProcess({ GATEWAY_DATA_DIR: await dataFolder(), GATEWAY_PORT: String(port) });
    occupant.close();
    expect(await taken.ended).toBe(1);
    expect(taken.said.err).toContain(`${port}`);
    const odd = await gatewayProcess({ GATEWAY_PORT: 'many', GATEWAY_CONTROL: 'perhaps' });
    expect(await odd.ended).toBe(1);
    expect(odd.said.err).toMatch(/GATEWAY_PORT[^]*GATEWAY_CONTROL/);
  });
});
