import type { Ledger } from './ledger.ts';

/** What was really taken from the buyer. */
export function capturedOf(ledger: Ledger, intent: string): number {
  return sum(ledger.of('charges', intent));
}

/** What was given back or is on its way; a failed refund gave nothing back. */
export function refundedOf(ledger: Ledger, intent: string): number {
  return sum(ledger.of('refunds', intent).filter(({ status }) => status !== 'failed'));
}

/** The same of one charge alone. */
export function refundedOfCharge(ledger: Ledger, intent: string, charge: string): number {
  return sum(
    ledger.of('refunds', intent).filter((refund) => refund.charge === charge && refund.status !== 'failed'),
  );
}

function sum(rows: { amount: number }[]): number {
  return rows.reduce((total, { amount }) => total + amount, 0);
}
