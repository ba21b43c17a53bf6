import {
  CartwrightError,
  type Client,
  NetworkError,
  newKey,
  type Session,
  type Wishlist,
} from '@cartwright/client';
import type { Outcome } from './cart-intents.ts';
import type { Failure } from './cart-line.ts';
import { openChannel, watchPage } from './page.ts';
import { type Wish, type WishInput, wishKey, type WishLine, wishLines } from './wish-line.ts';

export interface WishlistView {
  readonly status: 'loading' | 'ready' | 'failed';
  readonly items: readonly WishLine[];
  readonly totalItems: number;
  readonly pending: boolean;
  readonly error: Failure | null;
}

const EMPTY: WishlistView = { status: 'loading', items: [], totalItems: 0, pending: false, error: null };
const MOST_UNANSWERED = 6;

/**
 * The wishlist of whoever is signed in: settled state and what is wanted, as with the cart; one request at a time. Other
 * tabs are told that something changed and read it anew; of other devices it learns when the page is looked at again.
 */
export class WishlistStore {
  readonly #client: Client;
  readonly #listeners = new Set<() => void>();
  readonly #wishes = new Map<string, Wish>();
  #session: Session;
  #settled: Wishlist | null = null;
  #view = EMPTY;
  #status: WishlistView['status'] = 'loading';
  #error: Failure | null = null;
  #era = 0;
  #busy = false;
  #starts = 0;
  #stop: () => void = () => {};
  #loading: Promise<void> | null = null;
  /** Counts what may have changed the wishlist; an answer to a question from before is not the newest. */
  #changes = 0;
  #channel: ReturnType<typeof openChannel> = null;

  constructor(client: Client) {
    this.#client = client;
    this.#session = client.session.current();
  }

  readonly subscribe = (listener: () => void): (() => void) => {
    this.#listeners.add(listener);
    return () => void this.#listeners.delete(listener);
  };

  readonly getView = (): WishlistView =>
    this.#client.session.current().epoch === this.#session.epoch ? this.#view : EMPTY;

  start(): () => void {
    if (this.#starts++ === 0) {
      this.#stop = this.#watch();
      const current = this.#client.session.current();
      if (current.epoch === this.#session.epoch) this.#arrive();
      else this.#onSession(current);
    }
    let stopped = false;
    return () => {
      if (stopped) return;
      stopped = true;
      if (--this.#starts === 0) this.#stop();
    };
  }

  #watch(): () => void {
    this.#channel = openChannel('cartwright wishlist');
    if (this.#channel) {
      this.#channel.onmessage = ({ data }) => {
        if (data !== null && data === this.#session.ownerId) this.#catchUp();
      };
    }
    const stops = [
      this.#client.session.subscribe((next) => this.#onSession(next)),
      watchPage({ hide: () => {}, show: () => this.#catchUp(), online: () => this.#catchUp() }),
      () => this.#channel?.close(),
    ];
    return () => stops.forEach((stop) => stop());
  }

  // Says only that there is something to read: answers of several tabs have no order among them.
  #tell(): void {
    this.#changes++;
    this.#channel?.postMessage(this.#session.ownerId);
  }

  #catchUp(): void {
    this.#changes++;
    if (!this.#busy) void this.reload();
  }

  add(input: WishInput): Promise<Outcome> {
    return this.#want(wishKey(input), true, input);
  }

  remove(key: string): Promise<Outcome> {
    return this.#want(key, false, null);
  }

  /** Puts a wish into the cart; the cart hears of it by the server's events. */
  async moveToCart(key: string, choice: { variantId?: string; quantity?: number } = {}): Promise<Outcome> {
    const item = this.#settled?.items.find((wish) => wishKey(wish) === key);
    if (!item) return { ok: false, error: null };
    const era = this.#era;
    try {
      const { wishlist } = await this.#client.post('/api/wishlist/items/{id}/move-to-cart', {
        path: { id: item.id },
        body: choice,
        owner: this.#session.ownerId,
      });
      if (this.#era !== era) return { ok: false, error: null };
      this.#settled = wishlist as Wishlist;
      this.#tell();
      this.#changed();
      return { ok: true };
    } catch (error) {
      if (this.#era !== era) return { ok: false, error: null };
      this.#error = error as Failure;
      this.#changed();
      return { ok: false, error: this.#error };
    }
  }

  /** Reads the wishlist anew. */
  reload(): Promise<void> {
    this.#loading ??= this.#load().finally(() => (this.#loading = null));
    return this.#loading;
  }

  #want(key: string, wanted: boolean, input: WishInput | null): Promise<Outcome> {
    const there = this.#settled?.items.some((item) => wishKey(item) === key) ?? false;
    const earlier = this.#wishes.get(key);
    this.#error = null;
    return new Promise((resolve) => {
      if (!earlier && there === wanted) return resolve({ ok: true });
      if (earlier?.state === 'waiting' && earlier.unanswered === 0 && there === wanted) {
        this.#wishes.delete(key);
        for (const waiter of earlier.waiters) waiter({ ok: true });
        resolve({ ok: true });
      } else {
        const wish: Wish = {
          key,
          wanted,
          state: 'waiting',
          input: input ?? earlier?.input ?? null,
          idempotencyKey: newKey(),
          unanswered: 0,
          waiters: [...(earlier?.waiters ?? []), resolve],
        };
        this.#wishes.set(key, wish);
      }
      this.#changed();
      void this.#pump();
    });
  }

  // One at a time, so that the answers come in the order of the requests.
  async #pump(): Promise<void> {
    if (this.#busy) return;
    const wish = [...this.#wishes.values()].find(({ state }) => state === 'waiting');
    if (!wish) return;
    const era = this.#era;
    let seen = this.#changes;
    this.#busy = true;
    wish.state = 'sent';
    let outcome: Outcome | null = { ok: true };
    try {
      const wishlist = await this.#send(wish);
      if (era !== this.#era) return;
      if (wishlist) {
        this.#settled = wishlist;
        this.#tell();
        seen++;
      }
    } catch (error) {
      if (era !== this.#era) return;
      outcome = this.#refused(wish, error as Failure);
    } finally {
      if (era === this.#era) this.#busy = false;
    }
    const latest = this.#wishes.get(wish.key) === wish;
    if (outcome && latest) {
      this.#wishes.delete(wish.key);
      for (const waiter of wish.waiters) waiter(outcome);
    }
    this.#changed();
    // Another tab changed it meanwhile: which of the two answers is newer is not known.
    if (this.#changes !== seen) void this.reload();
    void this.#pump();
  }

  #refused(wish: Wish, error: Failure): Outcome | null {
    if (error instanceof NetworkError && ++wish.unanswered < MOST_UNANSWERED) {
      const era = this.#era;
      setTimeout(
        () => {
          wish.state = 'waiting';
          if (era === this.#era) void this.#pump();
        },
        500 * 2 ** wish.unanswered,
      );
      return null;
    }
    this.#error = error;
    if (!(error instanceof CartwrightError) || error.code >= 500) void this.reload();
    return { ok: false, error };
  }

  async #send({ key, wanted, input, idempotencyKey }: Wish): Promise<Wishlist | null> {
    if (wanted) {
      const { ownerId: owner } = await this.#client.session.ensureShopper();
      const { productId, variantId = null } = input!;
      const options = { body: { productId, variantId }, idempotencyKey, owner, keepalive: true };
      return (await this.#client.post('/api/wishlist/items', options)).wishlist;
    }
    const id = this.#settled?.items.find((item) => wishKey(item) === key)?.id;
    if (id === undefined) return null;
    const options = { path: { id }, owner: this.#session.ownerId, keepalive: true };
    return (await this.#client.delete('/api/wishlist/items/{id}', options)).wishlist;
  }

  #onSession(next: Session): void {
    const before = this.#session;
    this.#session = next;
    if (next.epoch === before.epoch) return;
    if (before.kind === 'none' && next.kind === 'guest' && this.#wishes.size > 0) return this.#changed();
    const dropped = [...this.#wishes.values()];
    this.#era++;
    this.#busy = false;
    this.#wishes.clear();
    this.#settled = null;
    this.#error = null;
    this.#loading = null;
    this.#arrive();
    for (const { waiters } of dropped) for (const waiter of waiters) waiter({ ok: false, error: null });
  }

  #arrive(): void {
    const { kind, ownerId } = this.#session;
    if (!this.#settled) this.#status = kind === 'none' ? 'ready' : 'loading';
    this.#changed();
    if (ownerId !== null) void this.reload();
  }

  async #load(): Promise<void> {
    const era = this.#era;
    const { ownerId: owner } = this.#session;
    if (owner === null) return;
    try {
      let wishlist: Wishlist;
      let seen: number;
      do {
        seen = this.#changes;
        ({ wishlist } = await this.#client.get('/api/wishlist', { owner }));
        // A write under way brings a newer one.
        if (era !== this.#era || this.#busy) return;
      } while (seen !== this.#changes);
      this.#settled = wishlist;
    } catch (error) {
      if (era !== this.#era) return;
      this.#error = error as Failure;
      if (!this.#settled) this.#status = 'failed';
    }
    this.#changed();
  }

  #changed(): void {
    if (this.#settled) this.#status = 'ready';
    const items = wishLines(this.#settled, this.#wishes);
    const view = {
      status: this.#status,
      items,
      totalItems: items.length,
      pending: this.#wishes.size > 0,
      error: this.#error,
    };
    if (JSON.stringify(view) === JSON.stringify(this.#view)) return;
    this.#view = view;
    for (const listener of [...this.#listeners]) listener();
  }
}
