import type { Origin } from '../audit/public.ts';
import { nobody } from '../../platform/db/database.ts';
import { failpoint } from '../../platform/failpoint.ts';
import { statesBefore } from '../../platform/states.ts';
import type { Along, PaymentDeps } from './deps.ts';
import type { GatewayIntent, PaymentGateway } from './gateways/gateway.ts';
import { findPaymentById, keepIntent, lockCheckout, movePayment, type PaymentRow } from './queries.ts';
import { nextLook } from './next-look.ts';
import { extendHolds, releaseHolds } from './queries-holds.ts';
import { settlePayment, type Settled } from './settle-payment.ts';
import { statusOf } from './status-of.ts';
import { paymentStates, type PaymentStatus } from './states.ts';

export type Synced = Settled | { kind: 'open'; payment: PaymentRow };

const NEVER_MADE_MS = 2 * 60_000;
const MINUTE_MS = 60_000;

/**
 * Asks the gateway what has become of a payment and makes ours agree. The one way for all who want to know: the buyer's
 * return, webhooks in any order and number (L-8), jobs after a crash, the reconciliation. Throws GatewayUnavailable.
 */
export async function syncPayment(
  deps: PaymentDeps,
  payment: PaymentRow,
  origin: Origin,
  along?: Along<string>,
): Promise<Synced> {
  failpoint('settle.begin');
  const gateway = deps.gateways.get(payment.provider);
  if (!gateway || payment.mode !== gateway.mode) return { kind: 'open', payment };
  const intent = await intentOf(gateway, payment);
  failpoint('settle.asked');
  if (!intent) return giveUp(deps, payment);
  const known = payment.intentId === intent.id ? payment : await keepFound(deps, payment, intent);
  return applyIntent(deps, known, intent, origin, along);
}

/** Makes a payment agree with what its gateway said of it. */
export async function applyIntent(
  deps: PaymentDeps,
  payment: PaymentRow,
  intent: GatewayIntent,
  origin: Origin,
  along?: Along<string>,
): Promise<Synced> {
  if (intent.status === 'succeeded') return settlePayment(deps, payment, intent, origin, along);
  const to = statusOf(intent);
  const now = deps.now();
  const { shopperId, checkoutId } = payment;
  const busy = intent.status === 'processing' || intent.status === 'requires_action';
  // What is given up is due to be canceled, and stays so until it is.
  const due = payment.flag === 'superseded' ? payment.checkAt : null;
  const checkAt = to === 'canceled' ? null : (due ?? nextLook(payment, now));
  const { holdMinutes, longestHoldMinutes } = deps.store.payments;
  await deps.system.as(nobody).transaction(async (tx) => {
    await tx.run(
      lockCheckout({ shopperId, id: checkoutId }),
      movePayment({
        ...payment,
        to,
        from: statesBefore(paymentStates, to),
        failure: intent.failure,
        checkAt,
        now,
      }),
    );
    if (busy) {
      const until = new Date(now.getTime() + holdMinutes * MINUTE_MS);
      await tx.run(extendHolds({ shopperId, checkoutId, until, longestMs: longestHoldMinutes * MINUTE_MS }));
    }
    if (to === 'canceled')
      await tx.run(
        releaseHolds({ shopperId, checkoutId, expiredOnly: true, reason: 'payment canceled', now }),
      );
  });
  return { kind: 'open', payment: await readAgain(deps, payment) };
}

/** A payment's intent as its gateway has it, also where the answer to its creation was lost (L-26); null where it has none. */
export async function intentOf(gateway: PaymentGateway, payment: PaymentRow): Promise<GatewayIntent | null> {
  if (payment.intentId !== null) return gateway.retrieveIntent(payment.intentId);
  return gateway.findIntent(payment.id, new Date(payment.createdAt.getTime() - MINUTE_MS));
}

/** Keeps the intent that a gateway had of a payment of ours without one; throws where it has another by now. */
export async function keepFound(
  deps: PaymentDeps,
  payment: PaymentRow,
  intent: GatewayIntent,
): Promise<PaymentRow> {
  const now = deps.now();
  const checkAt = new Date(now.getTime() + 5 * MINUTE_MS);
  const keep = keepIntent({ ...payment, intentId: intent.id, checkAt, now });
  const [kept] = (await deps.system.as(nobody).write(keep)).rows[0];
  if (!kept) throw new Error(`payment ${payment.id} already has another intent`);
  return kept;
}

// Nobody was ever given what is needed to pay it.
async function giveUp(deps: PaymentDeps, payment: PaymentRow): Promise<Synced> {
  const now = deps.now();
  const old = now.getTime() - payment.createdAt.getTime() > NEVER_MADE_MS;
  if (payment.intentId === null && old) {
    const from: PaymentStatus[] = ['creating'];
    const move = movePayment({
      ...payment,
      to: 'failed',
      from,
      failure: 'never_created',
      checkAt: null,
      now,
    });
    await deps.system.as(nobody).write(move);
  }
  return { kind: 'open', payment: await readAgain(deps, payment) };
}

async function readAgain({ system }: PaymentDeps, { provider, id }: PaymentRow): Promise<PaymentRow> {
  const [payment] = (await system.as(nobody).read(findPaymentById({ provider, id }))).rows[0];
  if (!payment) throw new Error(`there is no payment ${id}`);
  return payment;
}
