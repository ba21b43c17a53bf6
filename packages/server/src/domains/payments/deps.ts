import type { Database, Tx } from '../../platform/db/database.ts';
import type { EventBus } from '../../platform/events/bus.ts';
import type { Statement } from '../../platform/db/sql.ts';
import type { Logger } from '../../platform/log/logger.ts';
import type { Store } from '../../store.ts';
import { LEASE_MS } from '../../platform/lease.ts';
import type { Origin } from '../audit/public.ts';
import type { PaymentGateway, Provider } from './gateways/gateway.ts';
import type { PaymentRow } from './queries.ts';
import type { Shortage } from './queries-holds.ts';

/** What became of a paid checkout: an order, one that was there already, or nothing, for want of goods. */
export type Placed =
  | { kind: 'placed'; orderId: string }
  | { kind: 'existing'; orderId: string; paymentId: string }
  | { kind: 'short'; shortages: Shortage[] };

/** An order that was made just now, and the answer's JSON that shows it. */
export interface PlacedAtOnce {
  orderId: string;
  body: string;
}

/** What `placeAtOnce` throws where something is otherwise, as may be. */
export class NotAtOnce extends Error {
  constructor() {
    super('the order cannot be made at once');
  }
}

/** What payments need to know of orders, which are to the right of them. */
export interface OrderEffects {
  /**
   * Makes the order in the very transaction that takes the money in, or finds the one of a checkout that is `placed`
   * already; the checkout is locked.
   */
  placeOrder: (
    tx: Tx,
    payment: PaymentRow,
    context: { placed: boolean; now: Date; origin: Origin },
  ) => Promise<Placed>;
  /**
   * Makes the order in one round trip with what is queued, where nothing stands in its way. Throws where anything does
   * (NotAtOnce where its goods are short), also where only the commissions fail: then the transaction must be undone and
   * `placeOrder` be asked in another.
   */
  placeAtOnce: (tx: Tx, payment: PaymentRow, context: { now: Date; origin: Origin }) => Promise<PlacedAtOnce>;
  /** Money has gone back: for the order's own state and the buyer's mail. */
  onRefunded: (
    tx: Tx,
    refund: { payment: PaymentRow; orderId: string | null; amountMinor: bigint; because: string },
    context: { now: Date; origin: Origin },
  ) => Promise<void>;
}

export interface PaymentDeps {
  shop: Database;
  system: Database;
  gateways: ReadonlyMap<Provider, PaymentGateway>;
  store: Store;
  bus: EventBus;
  logger: Logger;
  now: () => Date;
  /** How long work that a process took waits before another takes it over. A minute where nothing is said. */
  leaseMs?: number | undefined;
  orders: OrderEffects;
}

/** What must be written with what it tells of, in the same transaction: an answer, say, that is kept. */
export type Along<Told> = (told: Told) => readonly Statement[];

export const nothingAlong = (): readonly Statement[] => [];

/** How long work that was taken and not finished is its taker's. */
export function leaseOf({ leaseMs = LEASE_MS }: Pick<PaymentDeps, 'leaseMs'>): number {
  return leaseMs;
}

/** Whose doing it is where no request asked for it. */
export function byJob(name: string): Origin {
  return { requestId: `job:${name}`, ip: '127.0.0.1', userAgent: 'cartwright' };
}
