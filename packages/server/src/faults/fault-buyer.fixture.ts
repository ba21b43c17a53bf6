import { CARDS } from '@cartwright/gateway';
import { randomUUID } from 'node:crypto';
import { setTimeout as sleep } from 'node:timers/promises';
import type { GivenProduct } from '../testing/given.ts';
import { send, type Received } from '../testing/send.ts';
import { PASSWORD } from '../testing/test-app.ts';
import type { TestDatabase } from '../testing/test-database.ts';
import { ADDRESS, type StartedPayment } from '../testing/test-shop.ts';

interface Place {
  url: string;
  gatewayUrl: string;
  database: TestDatabase;
}

const PATIENCE_MS = 25_000;

/** What has begun to be paid. */
export interface Begun extends StartedPayment {
  checkoutId: string;
}

/** Somebody at a page: tries again, with the same Idempotency-Key, when the connection was cut. */
export class FaultBuyer {
  readonly userId: string;
  readonly #place: Place;
  readonly #token: string;

  private constructor(place: Place, userId: string, token: string) {
    this.#place = place;
    this.userId = userId;
    this.#token = token;
  }

  static async signUp(place: Place, role = 'customer'): Promise<FaultBuyer> {
    const body = { email: `fault-${randomUUID()}@example.com`, password: PASSWORD, transport: 'bearer' };
    const signedUp = await send(`${place.url}/api/auth/signup`, { body });
    if (role === 'customer') return new FaultBuyer(place, signedUp.body.user.id, signedUp.body.accessToken);
    const id = signedUp.body.user.id as string;
    await place.database.admin.query('update shoppers set role = $1 where id = $2', [role, id]);
    const signedIn = await send(`${place.url}/api/auth/login`, { body });
    return new FaultBuyer(place, id, signedIn.body.accessToken);
  }

  /** Once; null where no answer came. */
  async once(method: string, path: string, body: unknown, key: string): Promise<Received | null> {
    const headers = { authorization: `Bearer ${this.#token}`, 'idempotency-key': key };
    return send(`${this.#place.url}/api${path}`, { method, body, headers }).catch(() => null);
  }

  /** Until there is an answer that will not change. */
  async insist(method: string, path: string, body?: unknown, key: string = randomUUID()): Promise<Received> {
    let last: Received | null = null;
    for (const until = Date.now() + PATIENCE_MS; Date.now() < until; await sleep(150)) {
      last = await this.once(method, path, body, key);
      // A page tries again what promises nothing.
      if (last && last.status < 500 && last.body?.error?.reason !== 'IDEMPOTENCY_IN_PROGRESS') return last;
    }
    throw new Error(`${method} ${path} was never answered; at last with ${last?.text ?? 'a cut connection'}`);
  }

  /** Puts a piece into the cart and quotes the checkout. */
  async fill({ productId, variantId }: GivenProduct, quantity = 2): Promise<void> {
    await this.#expect(201, this.insist('POST', '/cart/add', { productId, variantId, quantity }));
    const checkout = {
      email: 'buyer@example.com',
      shippingAddress: ADDRESS,
      shippingMethod: 'standard',
    };
    await this.#expect(200, this.insist('PUT', '/checkout', checkout));
  }

  async begin(provider = 'sandbox'): Promise<Begun> {
    const answer = await this.#expect(201, this.insist('POST', '/payments/create-order', { provider }));
    return answer.body.payment;
  }

  /** Pays on the gateway's own page. */
  async confirm(payment: StartedPayment): Promise<void> {
    const card = { number: CARDS.success.number, expMonth: 12, expYear: 2040, cvc: '123' };
    await this.#expect(
      200,
      send(`${this.#place.gatewayUrl}/v1/intents/${payment.intentId}/confirm`, {
        body: { clientSecret: payment.client.clientSecret, card },
      }),
    );
  }

  /** Makes the order, and gives its id. */
  async complete(payment: StartedPayment): Promise<string> {
    const answer = await this.#expect(201, this.insist('POST', '/orders', { paymentId: payment.id }));
    return answer.body.order.id;
  }

  async buy(product: GivenProduct): Promise<string> {
    await this.fill(product);
    const payment = await this.begin();
    await this.confirm(payment);
    return this.complete(payment);
  }

  async #expect(status: number, answering: Promise<Received>): Promise<Received> {
    const answer = await answering;
    if (answer.status !== status) throw new Error(`answered ${answer.status}: ${answer.text}`);
    return answer;
  }
}
