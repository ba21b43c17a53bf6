// A hundred buyers who have paid at the real sandbox gateway ask for their orders in the same moment.
import { startGateway } from '@cartwright/gateway';
import { startBench } from './setup.ts';
import type { Answered } from './keep-alive-client.ts';
import { percentile, Shoppers } from './shoppers.ts';

const BUYERS = 100;
/** A server just started has compiled nothing and planned nothing; it is warm after some hundred orders. */
const WARM_UP_ROUNDS = 5;
const ROUNDS = 8;
const CARD = { number: '4242424242424242', expMonth: 12, expYear: 2040, cvc: '123' };

const gateway = await startGateway();
const bench = await startBench({ env: { GATEWAY_PORT: new URL(gateway.url).port } });
const shoppers = new Shoppers(bench);
try {
  await shoppers.fill(BUYERS * (WARM_UP_ROUNDS + ROUNDS));
  const p95s: number[] = [];
  for (let round = 0; round < WARM_UP_ROUNDS + ROUNDS; round++) {
    const people = Array.from({ length: BUYERS }, (_, index) => round * BUYERS + index + 1);
    for (const n of people) await prepare(n);
    // As a shop that has sold before; see bench/checkouts.ts. Every connection plans its statements anew after it.
    if (round === 1) await bench.admin.query('analyze');
    const taken = await Promise.all(people.map(order));
    p95s.push(percentile(taken, 0.95));
  }
  const told = (figures: readonly number[]) => figures.map((ms) => ms.toFixed(0)).join(', ');
  process.stdout.write(
    `\n${BUYERS} orders at once through the gateway: p95 ${told(p95s.slice(WARM_UP_ROUNDS))} ms (target 300); in the first rounds after its start ${told(p95s.slice(0, WARM_UP_ROUNDS))} ms\n`,
  );
} finally {
  shoppers.close();
  await bench.stop();
  await gateway.close();
}

async function prepare(n: number): Promise<void> {
  check(await shoppers.quote(n), 200);
  const { payment } = JSON.parse(check(await shoppers.begin(n), 201).text) as {
    payment: { intentId: string; client: { clientSecret: string } };
  };
  const paid = await fetch(`${gateway.url}/v1/intents/${payment.intentId}/confirm`, {
    method: 'POST',
    headers: { 'content-type': 'application/json' },
    body: JSON.stringify({ clientSecret: payment.client.clientSecret, card: CARD }),
  });
  if (!paid.ok) throw new Error(`the gateway answered ${paid.status}`);
}

async function order(n: number): Promise<number> {
  const before = performance.now();
  check(await shoppers.order(n), 201);
  return performance.now() - before;
}

function check(answer: Answered, status: number): Answered {
  if (answer.status !== status) throw new Error(`${answer.status} instead of ${status}: ${answer.text}`);
  return answer;
}
