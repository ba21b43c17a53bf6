import type { Origin } from '../audit/public.ts';
import type { CartView } from '../cart/public.ts';
import { requirePayable, reviewToPay, type CheckoutPolicy, type CheckoutRow } from '../checkout/public.ts';
import { inventoryErrors } from '../inventory/public.ts';
import { nobody, type Identity, type Tx } from '../../platform/db/database.ts';
import { refuse } from '../../platform/errors.ts';
import { failpoint } from '../../platform/failpoint.ts';
import type { Who } from '../../platform/http/route.ts';
import { newId } from '../../platform/new-id.ts';
import { askForIntent } from './ask-for-intent.ts';
import type { PaymentDeps } from './deps.ts';
import { paymentErrors } from './errors.ts';
import type { Provider } from './gateways/gateway.ts';
import { giveUpCheckouts } from './give-up-checkouts.ts';
import { offeredProviders } from './offered-providers.ts';
import {
  insertPayment,
  listLivePayments,
  movePayment,
  supersedePayments,
  type PaymentRow,
} from './queries.ts';
import { holdStock, type Shortage } from './queries-holds.ts';
import { statusOf } from './status-of.ts';
import { syncOthers } from './sync-others.ts';

export interface PaymentInput {
  provider: Provider | null;
  checkoutId: string | null;
  policy: CartView['policy'];
  rules: CheckoutPolicy;
  origin: Origin;
}

export interface BegunPayment {
  id: string;
  checkoutId: string;
  provider: Provider;
  status: string;
  amountMinor: bigint;
  currency: string;
  intentId: string | null;
  /** What the buyer's browser needs to pay; null where nothing is to be paid now. */
  client: Readonly<Record<string, string>> | null;
  holdUntil: Date;
}

const MINUTE_MS = 60_000;
const SOON_MS = 30_000;

/**
 * Begins to pay the caller's checkout: it is frozen, its goods are promised, and the gateway is asked for an intent of
 * exactly its total (PAY-2). Asked again it goes on with the payment that was begun, so nobody pays twice for having
 * reloaded (L-9). Refuses with CART_CHANGED, CHECKOUT_INCOMPLETE, INSUFFICIENT_STOCK, PROVIDER_NOT_OFFERED,
 * PAYMENT_REFUSED, and PAYMENT_GATEWAY_UNAVAILABLE, after which the same may be tried again.
 */
export async function createPayment(
  deps: PaymentDeps,
  caller: Identity<Who>,
  input: PaymentInput,
): Promise<BegunPayment> {
  const begun = await beginInPeace(deps, caller, input);
  failpoint('payment.begun');
  await giveUpOthers(deps, begun);
  const { payment, holdUntil } = begun;
  if (payment.provider === 'cod') return nothingToPayNow(deps, begun);
  const gateway = deps.gateways.get(payment.provider)!;
  const intent = await askForIntent(deps, gateway, begun);
  return {
    ...shown(payment),
    status: statusOf(intent),
    intentId: intent.id,
    client: intent.client,
    holdUntil,
  };
}

interface Begun {
  payment: PaymentRow;
  checkout: CheckoutRow;
  /** Whether it was begun just now: of an older one, the gateway may know more than we do. */
  fresh: boolean;
  /** What the caller began before and is now given up. */
  others: PaymentRow[];
  holdUntil: Date;
}

/** Thrown out of the transaction, which keeps nothing: what is about to be given up may have been paid. */
class OthersUnasked extends Error {
  readonly others: PaymentRow[];
  constructor(others: PaymentRow[]) {
    super('other payments are to be asked about first');
    this.others = others;
  }
}

// What the caller holds for a checkout he gave up may be the very pieces he lacks.
async function beginInPeace(deps: PaymentDeps, caller: Identity<Who>, input: PaymentInput): Promise<Begun> {
  const first = await begin(deps, caller, input).catch(async (error: unknown) => {
    if (!(error instanceof OthersUnasked)) throw error;
    await syncOthers(deps, error.others, input.origin);
    return begin(deps, caller, input, true);
  });
  if (!('shortage' in first)) return first;
  const { shortage, checkout } = first;
  const given = await deps.system
    .as(nobody)
    .write(...giveUpCheckouts({ shopperId: checkout.shopperId, keep: checkout.id, now: deps.now() }));
  const second = given.rows[1].length > 0 ? await begin(deps, caller, input, true) : first;
  if (!('shortage' in second)) return second;
  throw refuse(inventoryErrors.insufficientStock, {
    available: shortage.available,
    requested: shortage.wanted,
  });
}

function begin(
  deps: PaymentDeps,
  caller: Identity<Who>,
  input: PaymentInput,
  othersAsked = false,
): Promise<Begun | { shortage: Shortage; checkout: CheckoutRow }> {
  failpoint('payment.begin');
  const now = deps.now();
  const { holdMinutes, longestHoldMinutes } = deps.store.payments;
  const holdUntil = new Date(now.getTime() + holdMinutes * MINUTE_MS);
  const longestMs = longestHoldMinutes * MINUTE_MS;
  return deps.shop.as(caller).transaction(async (tx) => {
    const review = await reviewToPay(tx, { ...input, now });
    requirePayable(review);
    const { checkout } = review;
    const provider = chooseProvider(deps, checkout, input.provider);
    const [live, short] = await tx.run(
      listLivePayments(checkout.id),
      holdStock({ checkoutId: checkout.id, now, until: holdUntil, longestMs }),
    );
    const known = live.find((payment) => payment.checkoutId === checkout.id && goesOn(payment, provider));
    const others = live.filter((payment) => payment.id !== known?.id);
    const unasked = othersAsked ? [] : others.filter(mayBePaid);
    if (unasked.length > 0) throw new OthersUnasked(unasked);
    if (short[0]) return { shortage: short[0], checkout };
    const payment = known ?? (await insert(tx, deps, checkout, { provider, ip: input.origin.ip, now }));
    const given = others.filter(
      ({ checkoutId, status }) => checkoutId !== checkout.id || status !== 'failed',
    );
    return { payment, fresh: !known, checkout, others: given, holdUntil };
  });
}

// One given up for another way to pay is about to be canceled at its gateway.
function goesOn({ capturedMinor, status, provider, flag }: PaymentRow, wanted: Provider): boolean {
  return capturedMinor > 0n || (status !== 'failed' && provider === wanted && flag !== 'superseded');
}

function mayBePaid(payment: PaymentRow & { checkoutStatus: string }): boolean {
  const { intentId, capturedMinor, checkoutStatus, status } = payment;
  return intentId !== null && capturedMinor === 0n && checkoutStatus === 'paying' && status !== 'canceled';
}

async function insert(
  tx: Tx,
  { gateways }: PaymentDeps,
  checkout: CheckoutRow,
  { provider, ip, now }: { provider: Provider; ip: string; now: Date },
): Promise<PaymentRow> {
  const mode = gateways.get(provider)?.mode ?? 'live';
  const checkAt = new Date(now.getTime() + SOON_MS);
  const id = newId(now);
  await tx.last(insertPayment({ id, checkoutId: checkout.id, provider, mode, checkAt, ip, now }));
  return {
    shopperId: checkout.shopperId,
    cartId: checkout.cartId,
    customerId: null,
    id,
    checkoutId: checkout.id,
    provider,
    mode,
    status: 'creating',
    amountMinor: checkout.totalMinor,
    currency: checkout.currency,
    intentId: null,
    capturedMinor: 0n,
    refundedMinor: 0n,
    failure: null,
    flag: null,
    checkAt,
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

async function giveUpOthers({ system, now }: PaymentDeps, { checkout, others }: Begun): Promise<void> {
  if (others.length === 0) return;
  const { shopperId, id } = checkout;
  const sameCheckout = others.filter(({ checkoutId }) => checkoutId === id).map((payment) => payment.id);
  await system
    .as(nobody)
    .write(
      supersedePayments({ shopperId, ids: sameCheckout, now: now() }),
      ...giveUpCheckouts({ shopperId, keep: id, now: now() }),
    );
}

async function nothingToPayNow(
  { system, now }: PaymentDeps,
  { payment, holdUntil }: Begun,
): Promise<BegunPayment> {
  const move = movePayment({
    ...payment,
    to: 'pending',
    from: ['creating'],
    failure: null,
    checkAt: holdUntil,
    now: now(),
  });
  await system.as(nobody).write(move);
  return { ...shown(payment), status: 'pending', intentId: null, client: null, holdUntil };
}

function shown({ id, checkoutId, provider, amountMinor, currency }: PaymentRow) {
  return { id, checkoutId, provider, amountMinor, currency };
}
