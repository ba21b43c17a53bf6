import { createHash } from 'node:crypto';
import type { Tx } from '../../platform/db/database.ts';
import { refuse } from '../../platform/errors.ts';
import { httpErrors } from '../../platform/http/errors.ts';
import { MoneyError, parseMajor } from '../../platform/money.ts';
import { paymentErrors } from './errors.ts';
import { namedId } from './named-id.ts';
import { lockPayment, type PaymentKey } from './queries.ts';
import { findRefund, requestRefund, type RefundRow } from './queries-refunds.ts';

interface AskedBack extends PaymentKey {
  currency: string;
  orderId: string | null;
  staffId: string;
  /** What is refunded, an order or a payment; together with staff and key it makes the refund's id. */
  scope: string;
  /** The request's idempotency key. */
  key: string;
  /** A decimal in major units; null is all that is left. */
  amount: string | null;
  reason: string;
  now: Date;
}

/**
 * Staff ask for money back, in a transaction of the caller's; `fresh` is the refund where it was not asked for before. The key
 * makes the refund's id, so that it is one however late it is asked for again; another amount or reason under the same key is
 * IDEMPOTENCY_MISMATCH (API-14). Else refuses with NOTHING_TO_REFUND and REFUND_TOO_LARGE.
 */
export async function askBack(
  tx: Tx,
  { shopperId, id, currency, orderId, staffId, scope, key, amount, reason, now }: AskedBack,
): Promise<{ refundId: string; fresh: RefundRow | null }> {
  const refundId = namedId(`${staffId} ${scope} ${key}`);
  const amountMinor = amount === null ? null : minorOf(amount, currency);
  const requestHash = createHash('sha256')
    .update(JSON.stringify([amountMinor === null ? null : String(amountMinor), reason]))
    .digest();
  const [[payment], [fresh]] = await tx.run(
    lockPayment({ shopperId, id }),
    requestRefund({
      shopperId,
      id,
      refundId,
      orderId,
      amountMinor,
      reason,
      requestedBy: staffId,
      requestHash,
      now,
    }),
  );
  if (!payment || payment.capturedMinor === 0n) throw refuse(paymentErrors.nothingToRefund);
  if (fresh) return { refundId, fresh };
  const [[kept]] = await tx.run(findRefund({ shopperId, id: refundId }));
  if (!kept) throw refuse(paymentErrors.nothingToRefund);
  const same = kept.requestHash
    ? kept.requestHash.equals(requestHash)
    : amountMinor === null || amountMinor === kept.amountMinor;
  if (!same) throw refuse(httpErrors.idempotencyMismatch);
  return { refundId, fresh: null };
}

function minorOf(amount: string, currency: string): bigint {
  try {
    return parseMajor(amount, currency);
  } catch (error) {
    if (!(error instanceof MoneyError)) throw error;
    throw refuse(httpErrors.validationFailed, {
      fields: [{ in: 'body', field: 'amount', problem: 'invalid', hint: error.message }],
    });
  }
}
