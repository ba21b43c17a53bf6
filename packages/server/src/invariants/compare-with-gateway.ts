import { nobody, type Database } from '../platform/db/database.ts';
import type { PaymentGateway } from '../domains/payments/public.ts';
import { readBooks } from './queries-books.ts';
import type { Violation } from './check-invariants.ts';

/** An intent is older than our payment at most by so much of a difference of clocks. */
const SLACK_MS = 5 * 60_000;

/** Compares the money of each intent at a gateway with ours, both ways (invariants 2, 3 and 7), and reports what differs. */
export async function compareWithGateway(
  system: Database,
  gateway: PaymentGateway,
  since: Date,
): Promise<Violation[]> {
  const books = (await system.as(nobody).read(readBooks(gateway.provider))).rows[0];
  const ours = new Map(books.map((row) => [row.intentId, row]));
  const violations: Violation[] = [];
  for await (const intent of gateway.listIntents(since)) {
    const payment = ours.get(intent.id);
    const about = `${gateway.provider} ${intent.id}`;
    ours.delete(intent.id);
    if (intent.capturedMinor !== (payment?.capturedMinor ?? 0n))
      violations.push({
        invariant: 3,
        problem: `${about}: ${intent.capturedMinor} charged, ${payment?.capturedMinor ?? 'nothing'} known`,
      });
    if (payment && intent.refundedMinor !== payment.refundedMinor && payment.underWay === 0n)
      violations.push({
        invariant: 7,
        problem: `${about}: ${intent.refundedMinor} given back, ${payment.refundedMinor} known`,
      });
    if (payment && intent.capturedMinor > 0n && intent.mode !== payment.mode)
      violations.push({
        invariant: 3,
        problem: `${about}: ${intent.mode} money for a ${payment.mode} payment`,
      });
  }
  for (const { intentId, mode, capturedMinor, createdAt } of ours.values()) {
    if (capturedMinor > 0n && mode === gateway.mode && createdAt.getTime() > since.getTime() + SLACK_MS)
      violations.push({
        invariant: 3,
        problem: `${gateway.provider} ${intentId}: ${capturedMinor} known, nothing charged`,
      });
  }
  return violations;
}
