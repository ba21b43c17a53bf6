import type { Cart, Client } from '@cartwright/client';
import { inOneTab, openChannel } from './page.ts';

interface Listener {
  /** The cart as another tab got it from the server. */
  onCart: (cart: Cart) => void;
  /** Something changed the cart; `fresh` when the stream has only just begun and may have missed changes. */
  onVersion: (version: number, fresh: boolean) => void;
}

/** Follows one owner's cart: other tabs by a channel, other devices by the server's events. */
export class CartLive {
  readonly #ownerId: string;
  readonly #channel: ReturnType<typeof openChannel>;
  readonly #ending = new AbortController();

  constructor(client: Client, ownerId: string, { onCart, onVersion }: Listener) {
    this.#ownerId = ownerId;
    this.#channel = openChannel('cartwright cart');
    if (this.#channel) {
      this.#channel.onmessage = ({ data }) => {
        const cart = data as Cart;
        if (cart.userId === ownerId) onCart(cart);
      };
    }
    const { signal } = this.#ending;
    let fresh = true;
    const follow = () =>
      client.follow('/api/cart/events', {
        owner: ownerId,
        signal,
        onConnected: (connected) => {
          if (connected) fresh = true;
        },
        onEvent: ({ type, data }) => {
          if (type !== 'cart') return;
          onVersion((data as { version: number }).version, fresh);
          fresh = false;
        },
      });
    // Where streams cannot be read, the page asks when it is looked at again.
    inOneTab(`cartwright cart ${ownerId}`, signal, follow).catch(() => {});
  }

  /** Shows the other tabs what the server said. */
  tell(cart: Cart): void {
    if (cart.userId === this.#ownerId) this.#channel?.postMessage(cart);
  }

  stop(): void {
    this.#ending.abort();
    this.#channel?.close();
  }
}
