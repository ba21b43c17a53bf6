import { nobody } from '../../platform/db/database.ts';
import type { PaymentDeps } from './deps.ts';
import type { GatewayIntent, GatewayRefund, PaymentGateway } from './gateways/gateway.ts';
import type { PaymentRow } from './queries.ts';
import { hurryRefund, listRefundsOf } from './queries-reconcile.ts';
import { recordMadeAtGateway } from './record-made-at-gateway.ts';
import { sendRefunds } from './send-refunds.ts';
import type { RefundStatus } from './states.ts';

type OurRefund = { id: string; status: RefundStatus; gatewayRefundId: string | null };

/**
 * Where a gateway has given back another sum than we have counted: what it has decided of our refunds is taken over; what was
 * made there by hand is written down, once; what it gave back not after all, is told. One that it is still working on is no
 * difference.
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
  const known = (await access.read(listRefundsOf(payment))).rows[0];
  const unasked = theirs.filter(
    (one) => one.status === 'succeeded' && !known.some((ours) => isSame(one, ours)),
  );
  const recorded = [];
  for (const refund of unasked) recorded.push(await recordMadeAtGateway(deps, payment, refund));
  const ours = (await access.read(listRefundsOf(payment))).rows[0];
  return [
    ...recorded,
    ...decided.map(({ id }) => ({
      problem: `refund ${id} was decided unheard`,
      healed: !ours.some((one) => one.id === id && isOpen(one)),
    })),
    ...[...strange(theirs, ours)].map((problem) => ({ problem, healed: false })),
  ];
}

const isOpen = ({ status }: OurRefund) => status === 'requested' || status === 'sent';
// What was made there by hand has an id of theirs alone.
const isSame = ({ id, refundId }: GatewayRefund, ours: OurRefund) =>
  ours.id === refundId || ours.gatewayRefundId === id;
const hasDecided = ({ refundId, status }: GatewayRefund, { id }: OurRefund) =>
  refundId === id && status !== 'pending';

function* strange(theirs: readonly GatewayRefund[], ours: readonly OurRefund[]): Generator<string> {
  const kept = theirs.filter(({ status }) => status !== 'failed');
  for (const one of kept) {
    const known = ours.find((refund) => isSame(one, refund));
    if (known?.status === 'failed') yield `refund ${known.id} has failed here and not at the gateway`;
  }
  for (const refund of ours) {
    if (refund.status === 'succeeded' && !kept.some((one) => isSame(one, refund)))
      yield `refund ${refund.id} has succeeded here and not at the gateway`;
  }
}
