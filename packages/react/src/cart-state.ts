import type { Cart, Session } from '@cartwright/client';
import type { Clearing, Intent, Outcome, Slot } from './cart-intents.ts';
import type { CartLine, Failure } from './cart-line.ts';
import { type CartView, EMPTY_VIEW, keepSame, makeView } from './cart-view.ts';
import { SettledCart } from './settled-cart.ts';

/** All that is known and wanted of one owner's cart, and the view it makes. */
export class CartState {
  session: Session;
  /** Grows whenever all of it was forgotten; what was begun before is not taken in any more. */
  era = 0;
  status: CartView['status'] = 'loading';
  offline = false;
  error: Failure | null = null;
  removed: readonly CartLine[] = [];
  clearing: Clearing | null = null;
  readonly slots = new Map<string, Slot>();
  readonly settled = new SettledCart();
  view: CartView = EMPTY_VIEW;
  /** Told of every cart that the server gave to us, for those who cannot have heard it. */
  onAnswer: (cart: Cart) => void = () => {};
  readonly #listeners = new Set<() => void>();

  constructor(session: Session) {
    this.session = session;
  }

  subscribe(listener: () => void): () => void {
    this.#listeners.add(listener);
    return () => void this.#listeners.delete(listener);
  }

  /** Makes the view anew and tells those who look, if it says anything else than before. */
  changed(): void {
    const { status, slots, offline, error, removed } = this;
    const shown = this.settled.shown;
    const view = keepSame(this.view, makeView({ status, settled: shown, slots, offline, error, removed }));
    if (view === this.view) return;
    this.view = view;
    for (const listener of [...this.#listeners]) listener();
  }

  /** Forgets everything: it was somebody else's. */
  reset(session: Session): void {
    const dropped = [...this.slots.values()].flatMap(({ intents }) => intents);
    const clearing = this.clearing;
    this.era++;
    this.session = session;
    this.slots.clear();
    this.settled.reset();
    this.clearing = null;
    this.removed = [];
    this.error = null;
    this.offline = false;
    this.status = session.kind === 'none' ? 'ready' : 'loading';
    this.changed();
    for (const intent of dropped) settle(intent, { ok: false, error: null });
    if (clearing) settle(clearing, { ok: false, error: null });
  }

  slot(key: string): Slot {
    let slot = this.slots.get(key);
    if (!slot) this.slots.set(key, (slot = { key, intents: [], preview: null, error: null }));
    return slot;
  }

  /** Takes in what the server said of the cart; `since` is a mark from before it was asked. */
  learn(cart: Cart, since: number): void {
    if (cart.userId !== this.session.ownerId) return;
    if (this.settled.learn(cart, since)) this.onAnswer(cart);
    this.show();
  }

  /** Takes in what another tab was told. */
  overhear(cart: Cart): void {
    if (cart.userId !== this.session.ownerId) return;
    this.settled.learn(cart, this.settled.mark());
    this.show();
  }

  /**
   * Shows the newest cart, unless an `add` is under way: the cart may hold it already, and then it would count twice. What
   * was answered stays an intent until then.
   */
  show(): void {
    const adding = [...this.slots.values()].some(({ intents }) =>
      intents.some(({ kind, state }) => kind === 'add' && state === 'sent'),
    );
    if (!adding && this.settled.newest) {
      this.settled.show();
      this.status = 'ready';
      this.#forgetAnswered();
    }
    this.changed();
  }

  #forgetAnswered(): void {
    const done: Intent[] = [];
    for (const slot of this.slots.values()) {
      done.push(...slot.intents.filter(({ state }) => state === 'answered'));
      slot.intents = slot.intents.filter(({ state }) => state !== 'answered');
      this.tidy(slot);
    }
    // Whoever waited looks at a view that has it.
    queueMicrotask(() => done.forEach((intent) => settle(intent, { ok: true })));
  }

  tidy(slot: Slot): void {
    if (slot.intents.length === 0 && !slot.error) this.slots.delete(slot.key);
  }
}

export function settle({ waiters }: Pick<Intent, 'waiters'>, outcome: Outcome): void {
  for (const waiter of waiters.splice(0)) waiter(outcome);
}
