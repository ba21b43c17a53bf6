import { type Cart, CartwrightError, type Client, NetworkError } from '@cartwright/client';
import { type Clearing, headOf, type Intent, type Slot } from './cart-intents.ts';
import { type Failure, keyOf } from './cart-line.ts';
import { type CartState, settle } from './cart-state.ts';
import { isOnline } from './page.ts';

/** Tries without an answer, beyond those of the client, before a change is taken back while there is a network. */
const MOST_UNANSWERED = 6;
const LONGEST_WAIT_MS = 30_000;

/** What an intent and the emptying of a cart have in common on their way. */
type Work = Pick<Intent, 'due' | 'unanswered' | 'waiters'> & { state: string };

/**
 * Sends what is wanted: of each line one intent at a time, of several lines side by side. A change without an answer stays
 * and is sent again; a refused one is taken back, and nothing but it.
 */
export class CartSender {
  readonly #client: Client;
  readonly #state: CartState;
  readonly #reread: () => void;
  readonly #onIdle: () => void;
  readonly #idle = new Set<() => void>();
  #timer: ReturnType<typeof setTimeout> | undefined;
  #underWay = 0;

  constructor(
    client: Client,
    state: CartState,
    { reread, onIdle }: { reread: () => void; onIdle: () => void },
  ) {
    this.#client = client;
    this.#state = state;
    this.#reread = reread;
    this.#onIdle = onIdle;
  }

  get busy(): boolean {
    return this.#underWay > 0;
  }

  /** Sends everything that is due, and comes back for what is not yet. */
  pump(): void {
    clearTimeout(this.#timer);
    const now = Date.now();
    let next = Infinity;
    const { clearing, slots } = this.#state;
    for (const slot of slots.values()) {
      const head = headOf(slot);
      if (head?.state !== 'waiting' || head.clearing) continue;
      if (head.due <= now) void this.#send(slot, head);
      else next = Math.min(next, head.due);
    }
    if (clearing?.state === 'waiting' && this.#isNext(clearing)) {
      if (clearing.due <= now) void this.#clear(clearing);
      else next = Math.min(next, clearing.due);
    }
    if (next < Infinity) this.#timer = setTimeout(() => this.pump(), next - now);
    if (this.#underWay > 0) return;
    for (const done of [...this.#idle]) done();
    this.#onIdle();
  }

  /** Sends now what waits to be changed again. Resolves when nothing is under way any more. */
  flush(): Promise<void> {
    this.#hurry(() => true);
    if (!this.busy) return Promise.resolve();
    return new Promise((resolve) => {
      const done = () => {
        this.#idle.delete(done);
        resolve();
      };
      this.#idle.add(done);
    });
  }

  /** Sends again now what got no answer. */
  retry(): void {
    this.#hurry(({ unanswered }) => unanswered > 0);
  }

  #hurry(which: (work: Work) => boolean): void {
    const { slots, clearing } = this.#state;
    const waiting: Work[] = [...slots.values()].flatMap(({ intents }) => intents);
    if (clearing) waiting.push(clearing);
    for (const work of waiting) if (which(work)) work.due = 0;
    this.pump();
  }

  // What was wanted before the cart was emptied goes first.
  #isNext(clearing: Clearing): boolean {
    return [...this.#state.slots.values()].every(({ intents }) => {
      const own = intents.findIndex((intent) => intent.clearing === clearing);
      return own < 0 || intents.slice(0, own).every(({ state }) => state === 'answered');
    });
  }

  async #send(slot: Slot, intent: Intent): Promise<void> {
    const answer = await this.#attempt(intent, () => this.#request(slot, intent));
    if (answer === null) return;
    if ('cart' in answer) {
      intent.state = 'answered';
      if (answer.cart) this.#state.learn(answer.cart, answer.since);
      else this.#state.show();
    } else {
      slot.intents = slot.intents.filter((other) => other !== intent);
      slot.error = answer.error;
      this.#takeBack(intent, answer.error);
    }
    this.pump();
  }

  async #clear(clearing: Clearing): Promise<void> {
    const answer = await this.#attempt(clearing, async () => {
      const { ownerId: owner } = this.#state.session;
      return (await this.#client.delete('/api/cart/clear', { owner, keepalive: true })).cart;
    });
    if (answer === null) return;
    const { slots } = this.#state;
    this.#state.clearing = null;
    for (const slot of slots.values()) {
      for (const intent of slot.intents) if (intent.clearing === clearing) intent.state = 'answered';
      if ('error' in answer) slot.intents = slot.intents.filter((intent) => intent.clearing !== clearing);
    }
    if ('error' in answer) {
      for (const [key, intents] of clearing.parked) this.#state.slot(key).intents.unshift(...intents);
      for (const slot of [...slots.values()]) this.#state.tidy(slot);
      this.#takeBack(clearing, answer.error);
    } else {
      for (const intent of [...clearing.parked.values()].flat()) settle(intent, { ok: true });
      this.#state.learn(answer.cart!, answer.since);
      settle(clearing, { ok: true });
    }
    this.pump();
  }

  #takeBack(work: Work, error: Failure): void {
    this.#state.error = error;
    // It may have been done all the same, or what it was about is no longer there.
    const doubtful =
      !(error instanceof CartwrightError) || error.code >= 500 || [404, 409].includes(error.code);
    this.#state.show();
    settle(work, { ok: false, error });
    if (doubtful) this.#reread();
  }

  /** One try; null when it is to be made again, or when the cart it was for is no longer here. */
  async #attempt(
    work: Work,
    request: () => Promise<Cart | null>,
  ): Promise<{ cart: Cart | null; since: number } | { error: Failure } | null> {
    const { era, settled } = this.#state;
    const since = settled.mark();
    work.state = 'sent';
    this.#underWay++;
    try {
      const cart = await request();
      if (this.#state.era !== era) return null;
      this.#state.offline = false;
      return { cart, since };
    } catch (error) {
      if (this.#state.era !== era) return null;
      if (error instanceof NetworkError && (work.unanswered < MOST_UNANSWERED || !isOnline())) {
        this.#tryAgainLater(work);
        return null;
      }
      return { error: error as Failure };
    } finally {
      this.#underWay--;
      if (this.#state.era !== era) this.pump();
    }
  }

  #tryAgainLater(work: Work): void {
    work.unanswered++;
    work.state = 'waiting';
    work.due = isOnline() ? Date.now() + Math.min(500 * 2 ** work.unanswered, LONGEST_WAIT_MS) : Infinity;
    this.#state.offline = true;
    this.#state.show();
    // After the count of what is under way has gone down.
    queueMicrotask(() => this.pump());
  }

  async #request(slot: Slot, intent: Intent): Promise<Cart | null> {
    const { kind, quantity } = intent;
    if (kind === 'add') return this.#add(intent);
    const { ownerId: owner } = this.#state.session;
    const itemId = this.#state.settled.newest?.items.find((item) => keyOf(item) === slot.key)?.id;
    // Gone already, by another tab or device.
    if (itemId === undefined) return null;
    const options = { path: { itemId }, owner, keepalive: true, repeatable: true };
    if (quantity > 0) {
      return (await this.#client.patch('/api/cart/items/{itemId}', { ...options, body: { quantity } })).cart;
    }
    try {
      return (await this.#client.delete('/api/cart/items/{itemId}', options)).cart;
    } catch (error) {
      if (!(error instanceof CartwrightError && error.reason === 'ITEM_NOT_FOUND')) throw error;
      this.#reread();
      return null;
    }
  }

  async #add(intent: Intent): Promise<Cart> {
    const { productId, variantId, interval } = intent.input!;
    const { ownerId: owner } = await this.#client.session.ensureShopper();
    const { cart } = await this.#client.post('/api/cart/add', {
      body: {
        productId,
        variantId,
        quantity: intent.quantity,
        ...(interval ? { purchase: { type: 'subscription' as const, interval } } : {}),
      },
      idempotencyKey: intent.idempotencyKey!,
      owner,
      keepalive: true,
    });
    return cart;
  }
}
