import { nobody } from '../../platform/db/database.ts';
import { byJob, type PaymentDeps } from './deps.ts';
import type { GatewayIntent, PaymentGateway, Provider } from './gateways/gateway.ts';
import { findPaymentByIntent, readPayment, type PaymentRow } from './queries.ts';
import { listOpenMoney, listRefundsOf } from './queries-reconcile.ts';
import { applyIntent } from './sync-payment.ts';

/** A difference between a gateway's books and ours, and whether it could be healed. */
export interface Difference {
  provider: Provider;
  intentId: string | null;
  paymentId: string | null;
  problem: string;
  healed: boolean;
}

export interface Reconciliation {
  compared: number;
  differences: Difference[];
}

/**
 * Compares every intent of every gateway since then with our payments, both ways (PAY-8). What the gateway knows better is
 * taken over; what nobody can heal alone is reported.
 */
export async function reconcile(deps: PaymentDeps, { since }: { since: Date }): Promise<Reconciliation> {
  const report: Reconciliation = { compared: 0, differences: [] };
  for (const gateway of deps.gateways.values()) {
    const seen = new Set<string>();
    for await (const intent of gateway.listIntents(since)) {
      seen.add(intent.id);
      report.compared++;
      report.differences.push(...(await compareIntent(deps, gateway, intent)));
    }
    report.differences.push(...(await listMissing(deps, gateway, since, seen)));
  }
  for (const difference of report.differences.filter(({ healed }) => !healed))
    deps.logger.error({ difference }, 'the books differ');
  return report;
}

async function compareIntent(
  deps: PaymentDeps,
  gateway: PaymentGateway,
  intent: GatewayIntent,
): Promise<Difference[]> {
  const { provider } = gateway;
  const payment = await findOurs(deps, provider, intent);
  const found = (problem: string, healed: boolean): Difference[] => [
    { provider, intentId: intent.id, paymentId: payment?.id ?? null, problem, healed },
  ];
  if (!payment) return intent.capturedMinor > 0n ? found('money for no payment of ours', false) : [];
  const before = `${payment.status} ${payment.capturedMinor}`;
  const behind =
    intent.capturedMinor !== payment.capturedMinor || payment.intentId === null || isStale(payment, intent);
  if (behind) await applyIntent(deps, payment, intent, byJob('reconcile'));
  const [after] = (await deps.system.as(nobody).read(readPayment(payment))).rows[0];
  const differences =
    before === `${after!.status} ${after!.capturedMinor}` ? [] : found(`was ${before}`, true);
  if (after!.capturedMinor !== intent.capturedMinor)
    differences.push(...found('captured amounts differ', false));
  if (after!.refundedMinor !== intent.refundedMinor)
    differences.push(...found('refunded amounts differ', await refundsExplain(deps, gateway, after!)));
  return differences;
}

function isStale(payment: PaymentRow, intent: GatewayIntent): boolean {
  return intent.status === 'canceled' ? payment.status !== 'canceled' : false;
}

async function findOurs(
  deps: PaymentDeps,
  provider: Provider,
  intent: GatewayIntent,
): Promise<PaymentRow | undefined> {
  const access = deps.system.as(nobody);
  const [known] = (await access.read(findPaymentByIntent({ provider, intentId: intent.id }))).rows[0];
  return known;
}

// A refund under way is no difference that somebody must see to. One made at the gateway by hand is, and so is one that we
// believe in and the gateway took back, or that we gave up and the gateway made: asked for again it would go back twice.
async function refundsExplain(
  deps: PaymentDeps,
  gateway: PaymentGateway,
  payment: PaymentRow,
): Promise<boolean> {
  const [theirs, ours] = await Promise.all([
    gateway.listRefunds(payment.intentId!),
    deps.system.as(nobody).read(listRefundsOf(payment)),
  ]);
  const made = theirs.filter(({ status }) => status !== 'failed').map(({ refundId }) => refundId);
  const status = new Map(ours.rows[0].map((refund) => [refund.id, refund.status]));
  const done = ours.rows[0].filter((refund) => refund.status === 'succeeded');
  return (
    made.every((id) => id !== null && status.has(id) && status.get(id) !== 'failed') &&
    done.every(({ id }) => made.includes(id))
  );
}

async function listMissing(
  deps: PaymentDeps,
  { provider, mode }: PaymentGateway,
  since: Date,
  seen: ReadonlySet<string>,
): Promise<Difference[]> {
  const list = listOpenMoney({ provider, mode, since });
  const ours = (await deps.system.as(nobody).read(list)).rows[0];
  return ours
    .filter(({ intentId }) => !seen.has(intentId))
    .map(({ id, intentId }) => ({
      provider,
      intentId,
      paymentId: id,
      problem: 'unknown to the gateway',
      healed: false,
    }));
}
