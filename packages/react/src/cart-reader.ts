import type { Client } from '@cartwright/client';
import type { Failure } from './cart-line.ts';
import { CartLive } from './cart-live.ts';
import type { CartState } from './cart-state.ts';

/** Another tab's answer comes this much later than the server's word that there is one. */
const PATIENCE_MS = 75;
/** A cart that could not be read is asked for again. */
const RELOAD_MS = 5_000;

/** Reads the cart, and reads it again when somebody else has changed it: never twice for one change, nor for our own. */
export class CartReader {
  readonly #client: Client;
  readonly #state: CartState;
  readonly #isWriting: () => boolean;
  readonly #follows: boolean;
  #live: CartLive | null = null;
  #loading: Promise<void> | null = null;
  #again: ReturnType<typeof setTimeout> | undefined;
  /** The newest version that we were told of. */
  #wanted = 0;

  constructor(client: Client, state: CartState, options: { isWriting: () => boolean; live: boolean }) {
    this.#client = client;
    this.#state = state;
    this.#isWriting = options.isWriting;
    this.#follows = options.live;
    state.onAnswer = (cart) => this.#live?.tell(cart);
  }

  /** Follows the owner of now. */
  follow(): void {
    const { ownerId } = this.#state.session;
    if (!this.#follows || ownerId === null || this.#live) return;
    this.#live = new CartLive(this.#client, ownerId, {
      onCart: (cart) => this.#state.overhear(cart),
      onVersion: (version, fresh) => {
        const known = this.#state.settled.newest?.version;
        // A cart that expired begins anew, with a lower number.
        if (fresh && known !== undefined && version < known) return void this.reload();
        this.#wanted = Math.max(this.#wanted, version);
        setTimeout(() => this.catchUp(), PATIENCE_MS);
      },
    });
  }

  /** Follows nobody, and takes in nothing that was asked for before. */
  stop(): void {
    clearTimeout(this.#again);
    this.#live?.stop();
    this.#live = null;
    this.#loading = null;
    this.#wanted = 0;
  }

  /** Several calls at once are one request. */
  reload(): Promise<void> {
    if (this.#state.session.kind === 'unknown') return this.begin();
    if (this.#loading) return this.#loading;
    const loading = this.#load().finally(() => {
      if (this.#loading !== loading) return;
      this.#loading = null;
      this.catchUp();
    });
    this.#loading = loading;
    return loading;
  }

  /** Reads what we were told of and do not have yet; our own changes bring their cart along. */
  catchUp(): void {
    const known = this.#state.settled.newest?.version;
    if (known === undefined || this.#wanted <= known || this.#isWriting() || this.#loading) return;
    void this.reload();
  }

  failed(error: Failure): void {
    const state = this.#state;
    state.offline = error.name === 'NetworkError';
    state.error = error;
    if (!state.settled.shown) state.status = 'failed';
    state.changed();
    clearTimeout(this.#again);
    this.#again = setTimeout(() => this.retry(), RELOAD_MS);
  }

  /** Asks again where the last answer was none. */
  retry(): void {
    if (this.#state.session.kind === 'unknown') void this.begin();
    else if (this.#state.offline || this.#state.status === 'failed') void this.reload();
  }

  /** Finds out whose cart it is to be. */
  async begin(): Promise<void> {
    await this.#client.session.load().catch((error: unknown) => this.failed(error as Failure));
  }

  async #load(): Promise<void> {
    const state = this.#state;
    const { era } = state;
    const { ownerId: owner } = state.session;
    if (owner === null) return;
    const since = state.settled.mark();
    try {
      const { cart } = await this.#client.get('/api/cart', { owner });
      if (state.era !== era) return;
      state.offline = false;
      if (state.status === 'failed') state.error = null;
      this.#wanted = Math.min(this.#wanted, cart.version);
      state.learn(cart, since);
    } catch (error) {
      if (state.era === era) this.failed(error as Failure);
    }
  }
}
