// Whole checkouts a second: address and quote, payment, order. The cart is filled beforehand; the gateway has no network.
import { memoryFlags } from '../scripts/memory-flags.mjs';
import { compileServer } from './compile-server.ts';
import { startBench } from './setup.ts';
import { percentile, Shoppers } from './shoppers.ts';

const CLIENTS = 16;
const SECONDS = Number(process.argv[2] ?? 8);
const BUYERS = 8_000;
const WARM_UP = 600;
const AFTER_ANALYZE = 200;

const bench = await startBench({ server: [...memoryFlags, await compileServer('checkout-server')] });
const shoppers = new Shoppers(bench);
try {
  await shoppers.fill(BUYERS);
  // A shop that has sold before: statements planned for empty tables would read all of them.
  await warmUp(1, WARM_UP);
  await bench.admin.query('analyze');
  // Every connection plans its statements anew after that.
  await warmUp(WARM_UP + 1, WARM_UP + AFTER_ANALYZE);
  const placed: number[] = [];
  const failures = new Map<string, number>();
  let buyer = WARM_UP + AFTER_ANALYZE;
  const until = performance.now() + SECONDS * 1_000;
  const shop = async () => {
    while (performance.now() < until && buyer < BUYERS) {
      const outcome = await buy(++buyer);
      if (typeof outcome === 'number') placed.push(outcome);
      else failures.set(outcome, (failures.get(outcome) ?? 0) + 1);
    }
  };
  const started = performance.now();
  await Promise.all(Array.from({ length: CLIENTS }, shop));
  const perSecond = placed.length / ((performance.now() - started) / 1_000);
  process.stdout.write(
    `\nwhole checkouts, ${CLIENTS} clients: ${perSecond.toFixed(0)}/s (target 300), place-order p95 ${percentile(placed, 0.95).toFixed(0)} ms (target 100), failures ${JSON.stringify(Object.fromEntries(failures))}\n` +
      'left out: filling the cart, and the network between shop and gateway\n',
  );
} finally {
  shoppers.close();
  await bench.stop();
}

async function warmUp(from: number, to: number): Promise<void> {
  await Promise.all(
    Array.from({ length: CLIENTS }, async (_, client) => {
      for (let n = from + client; n <= to; n += CLIENTS) await buy(n);
    }),
  );
}

async function buy(n: number): Promise<number | string> {
  const quoted = await shoppers.quote(n);
  if (quoted.status !== 200) return `checkout ${quoted.status} ${quoted.text.slice(0, 200)}`;
  const begun = await shoppers.begin(n);
  if (begun.status !== 201) return `payment ${begun.status} ${begun.text.slice(0, 200)}`;
  const before = performance.now();
  const order = await shoppers.order(n);
  return order.status === 201
    ? performance.now() - before
    : `order ${order.status} ${order.text.slice(0, 200)}`;
}
