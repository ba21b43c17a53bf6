// Whole checkouts a second: address and quote, payment, order. The cart is filled beforehand; the gateway has no network.
import { Agent, request } from 'node:http';
import { randomUUID } from 'node:crypto';
import { fillCatalog, fillUsers } from './fill.ts';
import { startBench } from './setup.ts';

const CLIENTS = 16;
const SECONDS = Number(process.argv[2] ?? 8);
const BUYERS = 8_000;
const ADDRESS = {
  name: 'Bench',
  line1: '1 Main Street',
  city: 'Springfield',
  region: 'IL',
  postalCode: '62701',
  country: 'US',
};

const bench = await startBench({ server: ['--import', 'tsx', 'bench/checkout-server.ts'] });
for (const signal of ['SIGINT', 'SIGTERM'] as const)
  process.once(signal, () => void bench.stop().finally(() => process.exit(1)));
try {
  await fillCatalog(bench.admin, 200);
  await fillUsers(bench.admin, 1, BUYERS, 1);
  await spread();
  const placed: number[] = [];
  const failures = new Map<string, number>();
  let buyer = 0;
  const agent = new Agent({ keepAlive: true, maxSockets: CLIENTS });
  const until = performance.now() + SECONDS * 1_000;
  const shop = async () => {
    while (performance.now() < until && buyer < BUYERS) {
      const outcome = await buy(++buyer, agent);
      if (typeof outcome === 'number') placed.push(outcome);
      else failures.set(outcome, (failures.get(outcome) ?? 0) + 1);
    }
  };
  const started = performance.now();
  await Promise.all(Array.from({ length: CLIENTS }, shop));
  const seconds = (performance.now() - started) / 1_000;
  agent.destroy();
  placed.sort((a, b) => a - b);
  const p95 = placed[Math.floor(placed.length * 0.95)] ?? NaN;
  process.stdout.write(
    `${CLIENTS} clients: ${(placed.length / seconds).toFixed(0)} checkouts/s (target 300), place-order p50 ${(placed[placed.length >> 1] ?? NaN).toFixed(0)} ms, p95 ${p95.toFixed(0)} ms (target 100), failures ${JSON.stringify(Object.fromEntries(failures))}\n` +
      'left out: filling the cart, and the network between shop and gateway\n',
  );
} finally {
  await bench.stop();
}

/** Else all would buy the first product and queue for its stock. */
async function spread(): Promise<void> {
  await bench.admin.query(`
    update cart_lines l set product_id = v.product_id, variant_id = v.id, price_minor = price.price_minor, seen_minor = price.price_minor
      from (select shopper_id, row_number() over (order by shopper_id) as n from carts) c, variants v, variant_prices price
     where c.shopper_id = l.shopper_id and v.sku = 'BENCH-' || (c.n % 200 + 1) and price.variant_id = v.id and price.market = 'us'`);
}

async function buy(n: number, agent: Agent): Promise<number | string> {
  const token = bench.tokenOf(n);
  const send = (method: string, path: string, body: object, key = false) =>
    sendJson(agent, method, path, token, body, key);
  const quoted = await send('PUT', '/api/checkout', { shippingAddress: ADDRESS, shippingMethod: 'standard' });
  if (quoted.status !== 200) return `checkout ${quoted.status} ${quoted.text.slice(0, 200)}`;
  const begun = await send('POST', '/api/payments/create-order', {}, true);
  if (begun.status !== 201) return `payment ${begun.status} ${begun.text.slice(0, 200)}`;
  const before = performance.now();
  const order = await send('POST', '/api/orders', {}, true);
  return order.status === 201
    ? performance.now() - before
    : `order ${order.status} ${order.text.slice(0, 200)}`;
}

function sendJson(
  agent: Agent,
  method: string,
  path: string,
  token: string,
  body: object,
  key: boolean,
): Promise<{ status: number; text: string }> {
  return new Promise((resolve, reject) => {
    const headers = {
      authorization: `Bearer ${token}`,
      'content-type': 'application/json',
      ...(key ? { 'idempotency-key': randomUUID() } : {}),
    };
    const sent = request(`${bench.serverUrl}${path}`, { method, agent, headers }, (response) => {
      let text = '';
      response.setEncoding('utf8').on('data', (part: string) => (text += part));
      response.on('end', () => resolve({ status: response.statusCode!, text }));
    });
    sent.on('error', reject);
    sent.end(JSON.stringify(body));
  });
}
