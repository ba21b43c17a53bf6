import { randomUUID } from 'node:crypto';
import { Agent, request } from 'node:http';
import { fillCatalog, fillUsers } from './fill.ts';
import type { Bench } from './setup.ts';

const PRODUCTS = 200;
const ADDRESS = {
  name: 'Bench',
  line1: '1 Main Street',
  city: 'Springfield',
  region: 'IL',
  postalCode: '62701',
  country: 'US',
};

export interface Answered {
  status: number;
  text: string;
}

/** The bench's users as buyers, each with one line in his cart, spread over the products. */
export class Shoppers {
  readonly #bench: Bench;
  readonly #agent: Agent;

  constructor(bench: Bench, connections: number) {
    this.#bench = bench;
    this.#agent = new Agent({ keepAlive: true, maxSockets: connections });
  }

  async fill(buyers: number): Promise<void> {
    await fillCatalog(this.#bench.admin, PRODUCTS);
    await fillUsers(this.#bench.admin, 1, buyers, 1);
    // Else all would buy the first product and queue for its stock.
    await this.#bench.admin.query(
      `update cart_lines l set product_id = v.product_id, variant_id = v.id, price_minor = price.price_minor, seen_minor = price.price_minor
         from (select shopper_id, row_number() over (order by shopper_id) as n from carts) c, variants v, variant_prices price
        where c.shopper_id = l.shopper_id and v.sku = 'BENCH-' || (c.n % $1 + 1) and price.variant_id = v.id and price.market = 'us'`,
      [PRODUCTS],
    );
  }

  quote(n: number): Promise<Answered> {
    return this.#send(n, 'PUT', '/api/checkout', { shippingAddress: ADDRESS, shippingMethod: 'standard' });
  }

  begin(n: number): Promise<Answered> {
    return this.#send(n, 'POST', '/api/payments/create-order', {});
  }

  order(n: number): Promise<Answered> {
    return this.#send(n, 'POST', '/api/orders', {});
  }

  close(): void {
    this.#agent.destroy();
  }

  #send(n: number, method: string, path: string, body: object): Promise<Answered> {
    return new Promise((resolve, reject) => {
      const headers = {
        authorization: `Bearer ${this.#bench.tokenOf(n)}`,
        'content-type': 'application/json',
        ...(method === 'POST' ? { 'idempotency-key': randomUUID() } : {}),
      };
      const sent = request(
        `${this.#bench.serverUrl}${path}`,
        { method, agent: this.#agent, headers },
        (answer) => {
          let text = '';
          answer.setEncoding('utf8').on('data', (part: string) => (text += part));
          answer.on('end', () => resolve({ status: answer.statusCode!, text }));
        },
      );
      sent.on('error', reject);
      sent.end(JSON.stringify(body));
    });
  }
}

/** The figure that so large a part of the others does not exceed. */
export function percentile(figures: readonly number[], part: number): number {
  const sorted = [...figures].sort((a, b) => a - b);
  return sorted[Math.min(sorted.length - 1, Math.floor(sorted.length * part))] ?? NaN;
}
