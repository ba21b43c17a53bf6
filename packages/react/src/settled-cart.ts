import type { Cart } from '@cartwright/client';

/** What the server said of the cart, the newest of it, in whatever order the answers come. */
export class SettledCart {
  /** What is shown beneath the intents. */
  shown: Cart | null = null;
  /** The newest that is known; held back while it cannot be told which intents it holds already. */
  newest: Cart | null = null;
  #newestAt = 0;
  #clock = 0;

  /** A mark in time, to be taken before asking. */
  mark(): number {
    return ++this.#clock;
  }

  /** Takes an answer in unless a newer one is here; `since` is when it was asked for. */
  learn(cart: Cart, since: number): boolean {
    if (this.newest && !isNewer(cart, this.newest, since > this.#newestAt)) return false;
    this.newest = cart;
    this.#newestAt = ++this.#clock;
    return true;
  }

  show(): void {
    this.shown = this.newest;
  }

  reset(): void {
    this.shown = null;
    this.newest = null;
  }
}

// The version grows with every change of a cart. Prices may change without one; and a cart that expired begins anew.
function isNewer(cart: Cart, than: Cart, askedLater: boolean): boolean {
  if (cart.id !== than.id) return than.id === null || askedLater;
  return cart.version === than.version ? askedLater : cart.version > than.version;
}
