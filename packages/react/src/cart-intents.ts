import type { AddInput, CartLine, Failure } from './cart-line.ts';

/** What became of a change. `error` is null where it was dropped because its cart is no longer shown. */
export type Outcome = { ok: true } | { ok: false; error: Failure | null };
export type Waiter = (outcome: Outcome) => void;

/**
 * One thing the shopper wants that the settled cart does not show yet. `set` says how many there are to be, 0 for none;
 * `add` says how many more. A change that fails is dropped, and the view without it is what was there before: nothing is
 * ever put back from a copy.
 */
export interface Intent {
  kind: 'set' | 'add';
  quantity: number;
  /** `answered` ones wait only for the cart that holds them to be shown. */
  state: 'waiting' | 'sent' | 'answered';
  /** When it may be sent (ms); what was changed a moment ago may be changed again. */
  due: number;
  /** The version of the cart that holds it. */
  version: number;
  /** Of an `add`: the same key with every try. */
  idempotencyKey: string | null;
  input: AddInput | null;
  /** Tries without an answer. */
  unanswered: number;
  /** Part of an emptying of the whole cart, which sends it. */
  clearing: Clearing | null;
  waiters: Waiter[];
}

export interface Clearing {
  state: 'waiting' | 'sent';
  due: number;
  unanswered: number;
  /** What was waiting when the cart was emptied; it comes back where emptying fails. */
  parked: Map<string, Intent[]>;
  waiters: Waiter[];
}

/** All intents of one line, in order; at most the first that is not answered is under way. */
export interface Slot {
  key: string;
  intents: Intent[];
  preview: CartLine | null;
  error: Failure | null;
}

export function newIntent(kind: Intent['kind'], quantity: number, due: number): Intent {
  return {
    kind,
    quantity,
    state: 'waiting',
    due,
    version: 0,
    idempotencyKey: null,
    input: null,
    unanswered: 0,
    clearing: null,
    waiters: [],
  };
}

/** The quantity after everything that was wanted. */
export function quantityAfter(base: number, intents: readonly Intent[]): number {
  return intents.reduce((count, { kind, quantity }) => (kind === 'set' ? quantity : count + quantity), base);
}

/** The intent whose turn it is. */
export function headOf(slot: Slot): Intent | undefined {
  return slot.intents.find(({ state }) => state !== 'answered');
}

/** The last intent, where it may still be changed instead of being followed by another. */
export function changeable(slot: Slot): Intent | null {
  const last = slot.intents.at(-1);
  if (last?.state !== 'waiting' || last.clearing) return null;
  // Its key stands for exactly this many.
  return last.kind === 'add' && last.unanswered > 0 ? null : last;
}

/** Wants nothing left of any of these; what waited to be sent is put aside. */
export function clearSlots(slots: readonly Slot[]): Clearing {
  const parked = new Map<string, Intent[]>();
  const clearing: Clearing = { state: 'waiting', due: 0, unanswered: 0, parked, waiters: [] };
  for (const slot of slots) {
    const waiting = slot.intents.filter(({ state }) => state === 'waiting');
    if (waiting.length > 0) parked.set(slot.key, waiting);
    slot.intents = slot.intents.filter(({ state }) => state !== 'waiting');
    slot.intents.push({ ...newIntent('set', 0, 0), clearing });
  }
  return clearing;
}
