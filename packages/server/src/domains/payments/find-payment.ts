import { recordAudit, recordSecurityEvent, type Origin } from '../audit/public.ts';
import { nobody, type Identity } from '../../platform/db/database.ts';
import { refuse } from '../../platform/errors.ts';
import type { Who } from '../../platform/http/route.ts';
import type { PaymentDeps } from './deps.ts';
import { paymentErrors } from './errors.ts';
import { findOwnPayment, paymentExists, type PaymentRow } from './queries.ts';

export interface PaymentClaim {
  paymentId: string | null;
  checkoutId: string | null;
  /** The gateway's id that the browser says it has paid, where it says one. */
  intentId: string | null;
}

/**
 * The payment that the caller speaks of, if it is his (PAY-3). Another's is PAYMENT_NOT_OWNED, and so is his own payment
 * named together with another intent; both leave an audit row and a security event. None at all is PAYMENT_NOT_FOUND.
 */
export async function findPayment(
  deps: PaymentDeps,
  caller: Identity<Who>,
  claim: PaymentClaim,
  origin: Origin,
): Promise<PaymentRow> {
  const { paymentId, checkoutId, intentId } = claim;
  const { who, rows } = await deps.shop.as(caller).read(findOwnPayment({ id: paymentId, checkoutId }));
  const [payment] = rows[0];
  if (payment && (intentId === null || intentId === payment.intentId)) return payment;
  if (!payment && (paymentId === null || !(await isKnown(deps, caller, paymentId))))
    throw refuse(paymentErrors.paymentNotFound);
  const at = deps.now();
  await deps.system.as(nobody).write(
    recordSecurityEvent({
      ...origin,
      at,
      kind: 'payment_not_owned',
      subjectId: who.shopperId,
      evidence: { paymentId, intentId },
    }),
    recordAudit({
      ...origin,
      at,
      actorId: who.shopperId,
      actorRole: who.role,
      action: 'payment.not_owned',
      targetKind: 'payment',
      targetId: paymentId,
      after: { intentId },
    }),
  );
  throw refuse(paymentErrors.paymentNotOwned);
}

async function isKnown({ shop }: PaymentDeps, caller: Identity<Who>, paymentId: string): Promise<boolean> {
  const { rows } = await shop.as(caller).read(paymentExists(paymentId));
  return rows[0][0]!.known;
}
