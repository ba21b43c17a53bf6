import type { Origin } from '../audit/public.ts';
import type { CartView } from '../cart/public.ts';
import { requirePayable, reviewToPay, type CheckoutPolicy, type CheckoutRow } from '../checkout/public.ts';
import { inventoryErrors } from '../inventory/public.ts';
import { nobody, type Identity, type Tx } from '../../platform/db/database.ts';
import { isRefusal } from '../../platform/db/failure.ts';
import { refuse } from '../../platform/errors.ts';
import { failpoint } from '../../platform/failpoint.ts';
import type { Who } from '../../platform/http/route.ts';
import { newId } from '../../platform/new-id.ts';
import type { PaymentDeps } from './deps.ts';
import { paymentErrors } from './errors.ts';
import type { Provider } from './gateways/gateway.ts';
import { giveUpCheckouts } from './give-up-checkouts.ts';
import { offeredProviders } from './offered-providers.ts';
import { listLivePayments, requireNoneBegun, type PaymentRow } from './queries.ts';
import { holdStock, holdStockAndPay, type Shortage } from './queries-holds.ts';
import { syncOthers } from './sync-others.ts';

export interface PaymentInput {
  provider: Provider | null;
  checkoutId: string | null;
  policy: CartView['policy'];
  rules: CheckoutPolicy;
  origin: Origin;
}

export interface Begun {
  payment: PaymentRow;
  checkout: CheckoutRow;
  /** Whether it was begun just now: of an older one, the gateway may know more than we do. */
  fresh: boolean;
  /** What the caller began before and is now given up. */
  others: PaymentRow[];
  holdUntil: Date;
}

const MINUTE_MS = 60_000;
const SOON_MS = 30_000;

/**
 * Freezes the caller's checkout, promises him its goods and writes down the payment, all at once or nothing of it; or finds
 * the payment that he has begun for it before. Refuses as `createPayment` does.
 */
export async function beginPayment(
  deps: PaymentDeps,
  caller: Identity<Who>,
  input: PaymentInput,
): Promise<Begun> {
  const begun = await begin(deps, caller, input, writeAtOnce).catch((error: unknown) => {
    if (!isRefusal(error, 'NOT_AT_ONCE')) throw error;
    return beginInPeace(deps, caller, input);
  });
  if (!('shortage' in begun)) return begun;
  const { available, wanted } = begun.shortage;
  throw refuse(inventoryErrors.insufficientStock, { available, requested: wanted });
}

type Outcome = Begun | { shortage: Shortage; checkout: CheckoutRow };

/** Thrown out of the transaction, which keeps nothing: what is about to be given up may have been paid. */
class OthersUnasked extends Error {
  readonly others: PaymentRow[];
  constructor(others: PaymentRow[]) {
    super('other payments are to be asked about first');
    this.others = others;
  }
}

// What the caller holds for a checkout he gave up may be the very pieces he lacks.
async function beginInPeace(deps: PaymentDeps, caller: Identity<Who>, input: PaymentInput): Promise<Outcome> {
  const first = await begin(deps, caller, input, writeBesideOthers(false)).catch(async (error: unknown) => {
    if (!(error instanceof OthersUnasked)) throw error;
    await syncOthers(deps, error.others, input.origin);
    return begin(deps, caller, input, writeBesideOthers(true));
  });
  if (!('shortage' in first)) return first;
  const { checkout } = first;
  const given = await deps.system
    .as(nobody)
    .write(...giveUpCheckouts({ shopperId: checkout.shopperId, keep: checkout.id, now: deps.now() }));
  return given.rows[1].length > 0 ? begin(deps, caller, input, writeBesideOthers(true)) : first;
}

/** A payment that may begin, and what its goods are promised until. */
interface Due {
  checkout: CheckoutRow;
  fresh: PaymentRow;
  hold: Parameters<typeof holdStock>[0];
}

function begin(
  deps: PaymentDeps,
  caller: Identity<Who>,
  input: PaymentInput,
  write: (tx: Tx, due: Due) => Promise<Outcome>,
): Promise<Outcome> {
  failpoint('payment.begin');
  const now = deps.now();
  const { holdMinutes, longestHoldMinutes } = deps.store.payments;
  const until = new Date(now.getTime() + holdMinutes * MINUTE_MS);
  const longestMs = longestHoldMinutes * MINUTE_MS;
  return deps.shop.as(caller).transaction(async (tx) => {
    const review = await reviewToPay(tx, { ...input, now });
    requirePayable(review);
    const { checkout } = review;
    const provider = chooseProvider(deps, checkout, input.provider);
    const fresh = newPayment(deps, checkout, { provider, ip: input.origin.ip, now });
    return write(tx, { checkout, fresh, hold: { checkoutId: checkout.id, now, until, longestMs } });
  });
}

// What nearly every buyer needs, committed in one round trip: he pays nothing else.
async function writeAtOnce(tx: Tx, { checkout, fresh, hold }: Due): Promise<Outcome> {
  const [, [shortage]] = await tx.last(requireNoneBegun(checkout.id), holdStockAndPay(hold, fresh));
  if (shortage) return { shortage, checkout };
  return { payment: fresh, fresh: true, checkout, others: [], holdUntil: hold.until };
}

const writeBesideOthers =
  (othersAsked: boolean) =>
  async (tx: Tx, { checkout, fresh, hold }: Due): Promise<Outcome> => {
    const [live] = await tx.run(listLivePayments(checkout.id));
    const known = live.find(
      (payment) => payment.checkoutId === checkout.id && goesOn(payment, fresh.provider),
    );
    const others = live.filter((payment) => payment.id !== known?.id);
    const unasked = othersAsked ? [] : others.filter(mayBePaid);
    if (unasked.length > 0) throw new OthersUnasked(unasked);
    const [[shortage]] = await tx.last(known ? holdStock(hold) : holdStockAndPay(hold, fresh));
    if (shortage) return { shortage, checkout };
    const given = others.filter(
      ({ checkoutId, status }) => checkoutId !== checkout.id || status !== 'failed',
    );
    return { payment: known ?? fresh, fresh: !known, checkout, others: given, holdUntil: hold.until };
  };

// One given up for another way to pay is about to be canceled at its gateway.
function goesOn({ capturedMinor, status, provider, flag }: PaymentRow, wanted: string): boolean {
  return capturedMinor > 0n || (status !== 'failed' && provider === wanted && flag !== 'superseded');
}

function mayBePaid(payment: PaymentRow & { checkoutStatus: string }): boolean {
  const { intentId, capturedMinor, checkoutStatus, status } = payment;
  return intentId !== null && capturedMinor === 0n && checkoutStatus === 'paying' && status !== 'canceled';
}

function newPayment(
  { gateways }: PaymentDeps,
  checkout: CheckoutRow,
  { provider, ip, now }: { provider: Provider; ip: string; now: Date },
): PaymentRow {
  return {
    shopperId: checkout.shopperId,
    cartId: checkout.cartId,
    customerId: null,
    id: newId(now),
    checkoutId: checkout.id,
    provider,
    mode: gateways.get(provider)?.mode ?? 'live',
    status: 'creating',
    amountMinor: checkout.totalMinor,
    currency: checkout.currency,
    intentId: null,
    capturedMinor: 0n,
    refundedMinor: 0n,
    failure: null,
    flag: null,
    checkAt: new Date(now.getTime() + SOON_MS),
    tries: 0,
    createdAt: now,
    updatedAt: now,
    paidAt: null,
    askedAt: null,
    begunIp: ip,
  };
}

function chooseProvider(deps: PaymentDeps, checkout: CheckoutRow, wanted: Provider | null): Provider {
  // No gateway takes a payment of nothing.
  if (checkout.totalMinor === 0n) return 'cod';
  const providers = offeredProviders(deps, checkout.market);
  const chosen = wanted ?? providers[0];
  if (!chosen || !providers.includes(chosen)) throw refuse(paymentErrors.providerNotOffered, { providers });
  return chosen;
}
