import { releaseHolds } from '../domains/payments/public.ts';
import { nobody } from '../platform/db/database.ts';
import type { GivenProduct } from '../testing/given.ts';
import type { Received } from '../testing/send.ts';
import type { FaultBuyer } from './fault-buyer.fixture.ts';
import { within, type FaultShop } from './fault-shop.fixture.ts';

/** Whether the person whose connection was cut tries again, or is never seen again. */
export type Client = 'comes back' | 'is gone';

type Flow = (shop: FaultShop, product: GivenProduct, client: Client) => Promise<void>;

const BOUND_MS = 20_000;

/** What people do while a server dies. Each goes through the failpoints that its rows of the matrix name. */
export const flows = {
  'pays, and no webhook comes before the order': async (shop, product) => {
    await shop.control('POST', '/webhooks', { paused: true });
    await (await shop.buyer()).buy(product);
    await shop.control('POST', '/webhooks', { paused: false });
  },
  'pays, and the webhook comes first': async (shop, product, client) => {
    const buyer = await shop.buyer();
    await buyer.fill(product);
    const payment = await buyer.begin();
    await buyer.confirm(payment);
    if (client === 'is gone') return;
    await until(() => shop.deaths.length > 0);
    await buyer.complete(payment);
  },
  'pays on delivery': async (shop, product) => {
    const buyer = await shop.buyer();
    await buyer.fill(product);
    await buyer.complete(await buyer.begin('cod'));
  },
  'changes the cart while paying, and pays that': async (shop, product) => {
    const buyer = await shop.buyer();
    await buyer.fill(product, 1);
    await buyer.begin();
    await buyer.fill(product, 1);
    const payment = await buyer.begin();
    await until(async () => (await canceledIntents(shop)) === 1);
    await buyer.confirm(payment);
    await buyer.complete(payment);
  },
  cancels: async (shop, product, client) => {
    const buyer = await shop.buyer();
    const orderId = await buyer.buy(product);
    await press(buyer, client, 'POST', `/orders/${orderId}/cancel`, { reason: 'a whim' });
  },
  'is canceled by staff': async (shop, product, client) => {
    const [buyer, admin] = [await shop.buyer(), await shop.buyer('admin')];
    const orderId = await buyer.buy(product);
    await press(admin, client, 'PATCH', `/orders/${orderId}/status`, {
      status: 'canceled',
      reason: 'no post',
    });
  },
  'is given all back by staff': async (shop, product, client) => {
    const [buyer, admin] = [await shop.buyer(), await shop.buyer('admin')];
    const orderId = await buyer.buy(product);
    await press(admin, client, 'POST', `/orders/${orderId}/refunds`, { reason: 'a scratch' });
  },
  'takes too long to pay': async (shop, product, client) => {
    const buyer = await shop.buyer();
    await buyer.fill(product);
    const payment = await buyer.begin();
    await shop.database.admin.query("update stock_holds set expires_at = now() - interval '1 second'");
    await until(async () => (await liveHolds(shop)) === 0);
    if (client === 'is gone') return;
    await buyer.confirm(payment);
    await buyer.complete(payment);
  },
  'pays what somebody else has bought meanwhile': async (shop, product) => {
    const buyer = await shop.buyer();
    await buyer.fill(product);
    const payment = await buyer.begin();
    const hold = {
      shopperId: buyer.userId,
      checkoutId: payment.checkoutId,
      expiredOnly: false,
      reason: 'test',
      now: new Date(),
    };
    await shop.database.system.as(nobody).write(releaseHolds(hold));
    await shop.given.stock(product.variantId, -10);
    await buyer.confirm(payment);
  },
} as const satisfies Record<string, Flow>;

export type FlowName = keyof typeof flows;

/** Presses a button: who comes back after a cut connection presses it again, and reads the refusal for what it says. */
async function press(
  who: FaultBuyer,
  client: Client,
  method: 'POST' | 'PATCH',
  path: string,
  body: object,
): Promise<void> {
  if (client === 'is gone') return void (await who.once(method, path, body, `key ${path}`));
  const answer = await who.insist(method, path, body, `key ${path}`);
  if (answer.status >= 300 && !isDone(answer)) throw new Error(`answered ${answer.status}: ${answer.text}`);
}

// The first try has done it.
function isDone({ body }: Received): boolean {
  return body.error.reason === 'INVALID_TRANSITION' && body.error.details.from === 'canceled';
}

async function until(isSo: () => Promise<boolean> | boolean): Promise<void> {
  if (!(await within(BOUND_MS, isSo))) throw new Error('it never came to that');
}

async function canceledIntents({ control }: FaultShop): Promise<number> {
  const { intents } = await control<{ intents: { status: string }[] }>('GET', '/ledger');
  return intents.filter(({ status }) => status === 'canceled').length;
}

async function liveHolds({ database }: FaultShop): Promise<number> {
  const { rows } = await database.admin.query("select 1 from stock_holds where status = 'live'");
  return rows.length;
}
