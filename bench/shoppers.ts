import { randomUUID } from 'node:crypto';
import { fillCatalog, fillUsers } from './fill.ts';
import { KeepAliveClient, type Answered } from './keep-alive-client.ts';
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

const QUOTE = JSON.stringify({ shippingAddress: ADDRESS, shippingMethod: 'standard' });

/** The bench's users as buyers, each with one line in his cart, spread over the products. */
export class Shoppers {
  readonly #bench: Bench;
  readonly #client: KeepAliveClient;
  #tokens: string[] = [];

  constructor(bench: Bench) {
    this.#bench = bench;
    this.#client = new KeepAliveClient(bench.serverUrl);
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
    // Signed beforehand: signing costs more than sending.
    this.#tokens = Array.from({ length: buyers }, (_, index) => this.#bench.tokenOf(index + 1));
  }

  quote(n: number): Promise<Answered> {
    return this.#send(n, 'PUT', '/api/checkout', QUOTE);
  }

  begin(n: number): Promise<Answered> {
    return this.#send(n, 'POST', '/api/payments/create-order', '{}');
  }

  order(n: number): Promise<Answered> {
    return this.#send(n, 'POST', '/api/orders', '{}');
  }

  close(): void {
    this.#client.close();
  }

  #send(n: number, method: string, path: string, body: string): Promise<Answered> {
    const headers: Record<string, string> = {
      authorization: `Bearer ${this.#tokens[n - 1]!}`,
      'content-type': 'application/json',
    };
    if (method === 'POST') headers['idempotency-key'] = randomUUID();
    return this.#client.send({ method, path, headers, body });
  }
}

/** The figure that so large a part of the others does not exceed. */
export function percentile(figures: readonly number[], part: number): number {
  const sorted = [...figures].sort((a, b) => a - b);
  return sorted[Math.min(sorted.length - 1, Math.floor(sorted.length * part))] ?? NaN;
}
