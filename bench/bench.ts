// npm run bench: how fast the product is, as ratios to what PostgreSQL itself does with the same SQL on this machine.
import { cpus } from 'node:os';
import { addLine } from '../packages/server/src/domains/cart/queries-change.ts';
import { lockCart, readCart } from '../packages/server/src/domains/cart/queries.ts';
import { cartPolicy } from '../packages/server/src/domains/cart/cart-policy.ts';
import { identifyUser } from '../packages/server/src/domains/identity/queries.ts';
import { defaultStore } from '../packages/server/src/store.ts';
import { fillCarts, fillCatalog, fillUsers } from './fill.ts';
import { load, pgbench, residentMiB, type LoadResult } from './load.ts';
import { pgbenchScript } from './same-sql.ts';
import { benchId, benchIdSql, startBench, type Bench } from './setup.ts';

const SECONDS = Number(process.argv[2] ?? 8);
const CONNECTIONS = 32;
const USERS = 2_000;
const PRODUCTS = 200;
const ROUNDS = 3;

const now = new Date();
const view = { now, market: null, policy: cartPolicy(defaultStore) };
const identify = identifyUser({ userId: 'USER', sessionId: 'SESSION', now, roles: null });
const drawn = {
  USER: benchIdSql(1, ':n::int'),
  SESSION: benchIdSql(2, ':n::int'),
  PRODUCT: benchIdSql(3, ':p::int'),
  VARIANT: benchIdSql(4, ':p::int'),
};

const bench = await startBench();
try {
  print(
    `${cpus().length} cores, ${CONNECTIONS} connections, ${SECONDS} s a run, best-of-pair order alternating, ${ROUNDS} rounds`,
  );
  await fillCatalog(bench.admin, PRODUCTS);
  await fillUsers(bench.admin, 1, USERS, 5);
  await readAndAdd(bench);
  await growingCarts(bench);
  await growingClients(bench);
  await growingUsers(bench);
} finally {
  await bench.stop();
}

async function readAndAdd(bench: Bench): Promise<void> {
  const reads: number[] = [];
  const adds: number[] = [];
  print('\nwork                 ours/s   p99 ms   pgbench/s   ratio   failures   MiB');
  for (let round = 0; round < ROUNDS; round++) {
    const read = await ourReads(bench, CONNECTIONS, USERS);
    const peer = await pgbench({
      url: bench.databaseUrl('cartwright_shop'),
      script: readScript(USERS),
      clients: CONNECTIONS,
      seconds: SECONDS,
    });
    reads.push(row('read cart, 5 lines', read, peer.perSecond, bench));
  }
  for (let round = 0; round < ROUNDS; round++) {
    const add = await ourAdds(bench);
    await fillCarts(bench.admin, 1, USERS, 5);
    const peer = await pgbench({
      url: bench.databaseUrl('cartwright_shop'),
      script: addScript(),
      clients: CONNECTIONS,
      seconds: SECONDS,
    });
    await fillCarts(bench.admin, 1, USERS, 5);
    adds.push(row('add to cart', add, peer.perSecond, bench));
  }
  const list = await load({
    url: bench.serverUrl,
    path: '/api/public/products?limit=20',
    method: 'GET',
    tokens: [''],
    connections: CONNECTIONS,
    seconds: SECONDS,
  });
  print(`product list, 20     ${pad(list.perSecond, 6)}   ${list.p99Ms.toFixed(1)}`);
  print(
    `\nread ratio ${median(reads).toFixed(2)} (target 0.40, stretch 0.50) · add ratio ${median(adds).toFixed(2)} (target 0.55, stretch 0.65)`,
  );
}

async function growingCarts(bench: Bench): Promise<void> {
  print('\nlines in the cart    reads/s');
  for (const lines of [1, 5, 20, 50, 100]) {
    await fillCarts(bench.admin, 1, 200, lines);
    print(`${pad(lines, 17)}    ${pad((await ourReads(bench, CONNECTIONS, 200)).perSecond, 7)}`);
  }
  await fillCarts(bench.admin, 1, 200, 5);
}

async function growingClients(bench: Bench): Promise<void> {
  print('\nclients              reads/s   p99 ms');
  for (const clients of [1, 4, 16, 64, 256]) {
    const result = await ourReads(bench, clients, USERS);
    print(`${pad(clients, 7)}              ${pad(result.perSecond, 7)}   ${result.p99Ms.toFixed(1)}`);
  }
}

async function growingUsers(bench: Bench): Promise<void> {
  print('\nusers in the shop    reads/s of 2,000 of them');
  let users = USERS;
  for (const target of [10_000, 100_000, Number(process.env['BENCH_USERS'] ?? 300_000)]) {
    await fillUsers(bench.admin, users + 1, target, 2);
    users = target;
    print(`${pad(users, 17)}    ${pad((await ourReads(bench, CONNECTIONS, USERS)).perSecond, 7)}`);
  }
}

function ourReads(bench: Bench, connections: number, users: number): Promise<LoadResult> {
  return load({
    url: bench.serverUrl,
    path: '/api/cart',
    method: 'GET',
    tokens: tokens(bench, users),
    connections,
    seconds: SECONDS,
  });
}

// One more piece of one of the lines that are there: the cart does not grow while it is measured.
function ourAdds(bench: Bench): Promise<LoadResult> {
  const bodies = Array.from({ length: USERS }, (_, index) =>
    JSON.stringify({
      productId: benchId(3, (index % 5) + 1),
      variantId: benchId(4, (index % 5) + 1),
      quantity: 1,
    }),
  );
  return load({
    url: bench.serverUrl,
    path: '/api/cart/add',
    method: 'POST',
    tokens: tokens(bench, USERS),
    bodies,
    connections: CONNECTIONS,
    seconds: SECONDS,
  });
}

function tokens(bench: Bench, users: number): string[] {
  return Array.from({ length: users }, (_, index) => bench.tokenOf(index + 1));
}

function readScript(users: number): string {
  return pgbenchScript([identify, readCart(view)], { draw: `\\set n random(1, ${users})`, drawn });
}

function addScript(): string {
  const origin = { requestId: 'bench', ip: '127.0.0.1', userAgent: 'pgbench' };
  const add = addLine({
    ...view,
    productId: 'PRODUCT',
    variantId: 'VARIANT',
    quantity: 1,
    purchase: 'once',
    claimedPrice: null,
    ifMatch: null,
    origin,
  });
  return pgbenchScript([identify, lockCart(), add, readCart(view)], {
    draw: `\\set n random(1, ${USERS})\n\\set p random(1, 5)`,
    drawn,
  });
}

function row(work: string, ours: LoadResult, peer: number, bench: Bench): number {
  const ratio = ours.perSecond / peer;
  print(
    `${work.padEnd(18)}   ${pad(ours.perSecond, 6)}   ${ours.p99Ms.toFixed(1).padStart(6)}   ${pad(peer, 9)}   ${ratio.toFixed(2).padStart(5)}   ${pad(ours.failures, 8)}   ${residentMiB(bench.serverPid).toFixed(0)}`,
  );
  return ratio;
}

function median(values: number[]): number {
  return [...values].sort((a, b) => a - b)[Math.floor(values.length / 2)]!;
}

function pad(value: number, width: number): string {
  return Math.round(value).toLocaleString('en').padStart(width);
}

function print(line: string): void {
  process.stdout.write(`${line}\n`);
}
