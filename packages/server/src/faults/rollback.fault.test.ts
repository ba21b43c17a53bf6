import { afterAll, beforeAll, describe, expect, it } from 'vitest';
import { FAILPOINTS } from '../platform/failpoint.ts';
import { Processes } from '../testing/processes.ts';
import { endState, isQuiet } from './end-state.fixture.ts';
import { startFaultShop, within, type FaultShop } from './fault-shop.fixture.ts';
import { flows } from './flows.fixture.ts';
import { ROWS, type Row } from './matrix.fixture.ts';

/** How long after a kill everything is as if it had not been. */
const BOUND_MS = 30_000;

const NUMBERED = ROWS.map((row, index) => {
  const number = String(index + 1).padStart(2, '0');
  const title = `${number} killed at ${row.failpoint} while somebody ${row.flow} and ${row.client}`;
  return [title, { ...row, number }] as const;
});

const processes = new Processes();
const printed: string[] = [];
const undisturbed = new Map<string, Promise<object>>();

// Row by row each has its own database, gateway and server processes, so that some run side by side.
describe.concurrent('a server that is killed', () => {
  beforeAll(() => processes.run(['--version']));
  afterAll(async () => {
    await processes.cleanUp();
    process.stdout.write(`\n${printed.sort().join('\n')}\n`);
  });

  it.each(NUMBERED)(
    '[PAY-7] %s: the same end as without',
    async (_title, { number, ...row }) => {
      let outcome = 'not as without the kill';
      const shop = await startFaultShop(processes, row.failpoint);
      try {
        outcome = await disturb(shop, row);
      } finally {
        printed.push(
          `${number}  ${row.failpoint.padEnd(21)} ${row.client.padEnd(10)}  ${outcome}  (buyer ${row.flow})`,
        );
        await shop.close();
      }
    },
    120_000,
  );
});

/** Goes through a row; resolves to how it ended. */
async function disturb(shop: FaultShop, row: Row): Promise<string> {
  const expected = await withoutKill(row);
  const product = await shop.given.variant({ stock: 10, price: '12.50' });
  await flows[row.flow](shop, product, row.client);
  expect(await within(BOUND_MS, () => shop.deaths.length > 0)).toBe(true);
  await within(BOUND_MS - (performance.now() - shop.deaths[0]!), async () => {
    if (!(await isQuiet(shop))) return false;
    return JSON.stringify(await endState(shop)) === JSON.stringify(expected);
  });
  const seconds = (performance.now() - shop.deaths[0]!) / 1_000;
  expect(await endState(shop)).toEqual(expected);
  expect(await isQuiet(shop)).toBe(true);
  expect(await shop.violations()).toEqual([]);
  expect(shop.deaths).toHaveLength(1);
  return `the same after ${seconds.toFixed(1).padStart(4)} s`;
}

/** The end state of the same flow where nobody is killed. */
function withoutKill({ flow, client }: Row): Promise<object> {
  // Who pays gets his order whether he comes back or not.
  const name = flow === 'pays, and the webhook comes first' ? PAYS : flow;
  const key = name === 'takes too long to pay' ? `${name} ${client}` : name;
  const known = undisturbed.get(key) ?? play(name, client);
  undisturbed.set(key, known);
  return known;
}

const PAYS = 'pays, and no webhook comes before the order';

async function play(flow: Row['flow'], client: Row['client']): Promise<object> {
  const shop = await startFaultShop(processes, null);
  try {
    const product = await shop.given.variant({ stock: 10, price: '12.50' });
    await flows[flow](shop, product, client);
    expect(await within(BOUND_MS, () => isQuiet(shop))).toBe(true);
    expect(await shop.violations()).toEqual([]);
    expect(shop.deaths).toEqual([]);
    return await endState(shop);
  } finally {
    await shop.close();
  }
}

describe('the matrix', () => {
  it('[PAY-7] has a row for each failpoint', () => {
    expect([...new Set(ROWS.map(({ failpoint }) => failpoint))].sort()).toEqual([...FAILPOINTS].sort());
  });
});
