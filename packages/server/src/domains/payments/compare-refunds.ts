import { nobody } from '../../platform/db/database.ts';
import type { PaymentDeps } from './deps.ts';
import type { GatewayIntent, GatewayRefund, PaymentGateway } from './gateways/gateway.ts';
import type { PaymentRow } from './queries.ts';
import { hurryRefund, listRefundsOf } from './queries-reconcile.ts';
import { sendRefunds } from './send-refunds.ts';
import type { RefundStatus } from './states.ts';

type OurRefund = { id: string; status: RefundStatus };

/**
 * Where a gateway has given back another sum than we have counted: what it has decided of our refunds is taken over; what
 * it gave back unasked, or not after all, is told. One that it is still working on is no difference.
 */
export async function compareRefunds(
  deps: PaymentDeps,
  gateway: PaymentGateway,
  payment: PaymentRow,
  intent: GatewayIntent,
): Promise<{ problem: string; healed: boolean }[]> {
  if (payment.refundedMinor === intent.refundedMinor) return [];
  const access = deps.system.as(nobody);
  const theirs = await gateway.listRefunds(intent.id);
  const before = (await access.read(listRefundsOf(payment))).rows[0];
  const decided = before.filter((ours) => isOpen(ours) && theirs.some((one) => hasDecided(one, ours)));
  for (const { id } of decided) {
    await access.write(hurryRefund({ shopperId: payment.shopperId, id, now: deps.now() }));
    await sendRefunds(deps, id);
  }
  const ours = (await access.read(listRefundsOf(payment))).rows[0];
  return [
    ...decided.map(({ id }) => ({
      problem: `refund ${id} was decided unheard`,
      healed: !ours.some((one) => one.id === id && isOpen(one)),
    })),
    ...[...strange(theirs, ours)].map((problem) => ({ problem, healed: false })),
  ];
}

const isOpen = ({ status }: OurRefund) => status === 'requested' || status === 'sent';
const hasDecided = ({ refundId, status }: GatewayRefund, { id }: OurRefund) =>
  refundId === id && status !== 'pending';

function* strange(theirs: readonly GatewayRefund[], ours: readonly OurRefund[]): Generator<string> {
  const kept = theirs.filter(({ status }) => status !== 'failed');
  const byId = new Map(ours.map((refund) => [refund.id, refund]));
  for (const { id, refundId } of kept) {
    const known = byId.get(refundId ?? '');
    if (!known) yield `refund ${id} was made at the gateway and not asked for here`;
    else if (known.status === 'failed') yield `refund ${known.id} has failed here and not at the gateway`;
  }
  for (const { id, status } of ours) {
    if (status === 'succeeded' && !kept.some(({ refundId }) => refundId === id))
      yield `refund ${id} has succeeded here and not at the gateway`;
  }
}
