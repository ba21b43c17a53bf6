import { type Client, newKey, type Session } from '@cartwright/client';
import {
  changeable,
  clearSlots,
  type Intent,
  newIntent,
  type Outcome,
  quantityAfter,
  type Slot,
} from './cart-intents.ts';
import { type AddInput, type CartLine, inputOf, keyOf, previewLine } from './cart-line.ts';
import { CartReader } from './cart-reader.ts';
import { CartSender } from './cart-sender.ts';
import { CartState, settle } from './cart-state.ts';
import { type CartView, EMPTY_VIEW } from './cart-view.ts';
import { watchPage } from './page.ts';

export interface CartStoreOptions {
  /** How long the quantity of a line may change before it is sent; 500 ms where not given. */
  debounceMs?: number;
  /** Whether to follow what other tabs and devices do; so where not given. */
  live?: boolean;
}

const REMEMBERED = 5;
/**
 * The cart of whoever is signed in: what the server settled, and what the shopper wants that is not settled yet. Everything
 * in it belongs to one owner; when the session changes hands all of it is gone before anybody can look.
 */
export class CartStore {
  readonly #client: Client;
  readonly #state: CartState;
  readonly #sender: CartSender;
  readonly #debounceMs: number;
  readonly #reader: CartReader;
  #starts = 0;
  #stop: () => void = () => {};

  constructor(client: Client, { debounceMs = 500, live = true }: CartStoreOptions = {}) {
    this.#client = client;
    this.#debounceMs = debounceMs;
    this.#state = new CartState(client.session.current());
    this.#reader = new CartReader(client, this.#state, { isWriting: () => this.#sender.busy, live });
    this.#sender = new CartSender(client, this.#state, {
      reread: () => void this.reload(),
      onIdle: () => this.#reader.catchUp(),
    });
  }

  /** Calls back whenever the view has changed; returns the way to stop. */
  readonly subscribe = (listener: () => void): (() => void) => this.#state.subscribe(listener);

  /** The view of now. Nothing is shown of an owner who is not the session's, whoever hears of the change first. */
  readonly getView = (): CartView =>
    this.#client.session.current().epoch === this.#state.session.epoch ? this.#state.view : EMPTY_VIEW;

  /** Begins to follow the session; returns the way to stop, which sends what is not sent yet. */
  start(): () => void {
    if (this.#starts++ === 0) this.#begin();
    let stopped = false;
    return () => {
      if (stopped) return;
      stopped = true;
      if (--this.#starts === 0) this.#end();
    };
  }

  /** Puts something in. It is shown at once, where a preview says what it looks like. */
  add(input: AddInput): Promise<Outcome> {
    const slot = this.#state.slot(keyOf(input));
    slot.preview ??= previewLine(input);
    const { quantity = 1 } = input;
    const last = changeable(slot);
    if (last && (last.kind === 'add' || last.quantity > 0)) {
      last.quantity += quantity;
      return this.#follow(slot.key, last);
    }
    if (last) slot.intents.pop();
    return this.#push(slot.key, { ...newIntent('add', quantity, 0), input, idempotencyKey: newKey() });
  }

  /** Sets how many of a line there are to be; 0 takes it out. Sent when the last change is 500 ms old. */
  update(key: string, quantity: number): Promise<Outcome> {
    const slot = this.#state.slots.get(key);
    const last = slot && changeable(slot);
    const due = Date.now() + this.#debounceMs;
    if (slot && last?.kind === 'set') {
      Object.assign(last, { quantity, due });
      if (last.unanswered === 0 && this.#wantedBefore(slot) === quantity) slot.intents.pop();
      return this.#follow(key, last);
    }
    const present = quantityAfter(this.#settledQuantity(key), slot?.intents ?? []);
    if (quantity === present) return Promise.resolve({ ok: true });
    const line = this.#state.view.removed.find((removed) => removed.key === key);
    // A line that is on its way out will not be there to be changed.
    if (present === 0)
      return line ? this.#putBack(line, quantity) : Promise.resolve({ ok: false, error: null });
    return this.#push(key, newIntent('set', quantity, due));
  }

  /** Takes a line out; `undo` puts it back. */
  remove(key: string): Promise<Outcome> {
    const line = this.#state.view.lines.find((shown) => shown.key === key);
    if (!line) return Promise.resolve({ ok: true });
    const others = this.#state.removed.filter((removed) => removed.key !== key);
    this.#state.removed = [...others, line].slice(-REMEMBERED);
    return this.update(key, 0);
  }

  /** Puts a line back that was taken out; without a request where its removal was not sent yet. */
  undo(key: string): Promise<Outcome> {
    const line = this.#state.removed.find((removed) => removed.key === key);
    if (!line) return Promise.resolve({ ok: true });
    const outcome = this.update(key, line.quantity);
    this.#state.removed = this.#state.removed.filter((removed) => removed !== line);
    this.#state.changed();
    return outcome;
  }

  /** Empties the cart. */
  clear(): Promise<Outcome> {
    const state = this.#state;
    const earlier = state.clearing;
    if (earlier) {
      return new Promise<Outcome>((resolve) => earlier.waiters.push(resolve)).then(() => this.clear());
    }
    const keys = new Set([...state.view.lines.map(({ key }) => key), ...state.slots.keys()]);
    if (keys.size === 0) return Promise.resolve({ ok: true });
    const clearing = clearSlots([...keys].map((key) => state.slot(key)));
    state.clearing = clearing;
    state.removed = [];
    return this.#follow(null, clearing);
  }

  /** Sends what waits to be changed again; resolves when nothing is under way any more. */
  flush(): Promise<void> {
    return this.#sender.flush();
  }

  /** Reads the cart anew; several calls at once are one request. */
  reload(): Promise<void> {
    return this.#reader.reload();
  }

  /** Forgets an error that was shown. */
  dismiss(key?: string): void {
    const { slots } = this.#state;
    for (const slot of [...slots.values()]) {
      if (key !== undefined && slot.key !== key) continue;
      slot.error = null;
      this.#state.tidy(slot);
    }
    this.#state.error = null;
    this.#state.changed();
  }

  #putBack(line: CartLine, quantity: number): Promise<Outcome> {
    this.#state.slot(line.key).preview ??= { ...line, itemId: null, pending: true, error: null };
    return this.add(inputOf(line, quantity));
  }

  #push(key: string, intent: Intent): Promise<Outcome> {
    this.#state.slot(key).intents.push(intent);
    // The write may have to leave while the page is being put away, when nothing can be asked for first.
    if (this.#state.session.ownerId !== null) this.#client.prepare().catch(() => {});
    return this.#follow(key, intent);
  }

  #follow(key: string | null, work: Pick<Intent, 'waiters'>): Promise<Outcome> {
    return new Promise((resolve) => {
      work.waiters.push(resolve);
      const slot = key === null ? null : this.#state.slots.get(key);
      if (slot) slot.error = null;
      this.#state.error = null;
      if (slot && !slot.intents.includes(work as Intent)) {
        settle(work, { ok: true });
        this.#state.tidy(slot);
      }
      this.#sender.pump();
      this.#state.changed();
    });
  }

  #settledQuantity(key: string): number {
    return this.#state.settled.shown?.items.find((item) => keyOf(item) === key)?.quantity ?? 0;
  }

  #wantedBefore({ key, intents }: Slot): number {
    return quantityAfter(this.#settledQuantity(key), intents.slice(0, -1));
  }

  #begin(): void {
    const { session } = this.#client;
    const stops = [
      session.subscribe((next) => this.#onSession(next)),
      // Also when the page is put away: the requests outlive it.
      session.onLeaving(() => this.flush()),
      watchPage({
        hide: () => void this.flush(),
        show: () => this.#onShow(),
        online: () => this.#onShow(),
      }),
    ];
    this.#stop = () => stops.forEach((stop) => stop());
    const current = session.current();
    if (current.epoch !== this.#state.session.epoch) this.#state.reset(current);
    this.#arrive();
    if (current.kind === 'unknown') void this.#reader.begin();
  }

  #end(): void {
    void this.flush();
    this.#stop();
    this.#reader.stop();
  }

  #onSession(next: Session): void {
    const before = this.#state.session;
    if (next.epoch === before.epoch) return void (this.#state.session = next);
    this.#reader.stop();
    // A visitor who becomes a guest in order to put something in is the same person.
    if (before.kind === 'none' && next.kind === 'guest' && this.#state.slots.size > 0) {
      this.#state.session = next;
      this.#state.changed();
      this.#reader.follow();
    } else {
      this.#state.reset(next);
      this.#arrive();
    }
  }

  #arrive(): void {
    if (this.#state.session.ownerId === null) return;
    this.#reader.follow();
    void this.reload();
  }

  #onShow(): void {
    this.#sender.retry();
    this.#reader.retry();
  }
}
