import { afterAll, beforeAll, describe, expect, it } from 'vitest';
import { freePort } from '../testing/free-port.ts';
import { Processes, type Finished } from '../testing/processes.ts';
import { startTestShop, type StartedPayment, type TestShop } from '../testing/test-shop.ts';

describe('cartwright reconcile', () => {
  const processes = new Processes();
  let shop: TestShop;
  let folder: string;
  beforeAll(async () => {
    shop = await startTestShop();
    folder = await processes.folder();
  });
  afterAll(async () => {
    await processes.cleanUp();
    await shop.close();
  });

  const run = (args: string, env: Record<string, string> = {}) =>
    processes.run(['reconcile', ...args.split(' ').filter(Boolean)], {
      DATABASE_URL: shop.database.ownerUrl,
      DATA_DIR: folder,
      GATEWAY_PORT: new URL(shop.gateway.url).port,
      ...env,
    });
  const json = ({ stdout }: Finished): ReturnType<typeof JSON.parse> => JSON.parse(stdout);

  it('[PAY-8] [RUN-6] heals and ends with 0, tells what is left and ends with 3, and says which gateway is away', async () => {
    const guest = await shop.guest();
    await shop.fill(guest, await shop.given.variant({ stock: 5 }));
    const payment: StartedPayment = (await shop.begin(guest)).body.payment;
    await shop.confirm(payment);
    const healed = await run('--json');
    expect(healed.code, healed.stderr).toBe(0);
    expect(json(healed)).toMatchObject({
      compared: 1,
      differences: [{ paymentId: payment.id, intentId: payment.intentId, healed: true }],
      unreachable: [],
    });
    expect((await guest.get('/api/orders')).body.orders).toHaveLength(1);
    const again = await run('--days 30');
    expect([again.code, again.stdout]).toEqual([0, '1 compared, 0 differed\n']);
    await shop.database.admin.query("update payments set intent_id = 'sbi_gone' where id = $1", [payment.id]);
    const left = await run('');
    expect(left.code).toBe(3);
    expect(left.stdout).toMatch(/^LEFT {3}sandbox sbi_gone, payment [\w-]+: unknown to the gateway$/m);
    expect(left.stdout).toMatch(/money beside its intent sbi_gone/);
    const away = await run('', { GATEWAY_PORT: String(await freePort()) });
    expect([away.code, away.stdout]).toEqual([
      3,
      expect.stringMatching(/^LEFT {3}sandbox was not asked to the end: .+/),
    ]);
    expect(away.stderr).not.toMatch(/^\s+at .*:\d+/m);
    // Four processes, each started anew.
  }, 120_000);
});
