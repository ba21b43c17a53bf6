import { nobody } from '../../platform/db/database.ts';
import { compareRefunds } from './compare-refunds.ts';
import { byJob, type PaymentDeps } from './deps.ts';
import {
  GatewayUnavailable,
  type GatewayIntent,
  type PaymentGateway,
  type Provider,
} from './gateways/gateway.ts';
import { readPayment, type PaymentRow } from './queries.ts';
import { applyIntent, keepFound } from './sync-payment.ts';

/** A difference between a gateway's books and ours, and whether it could be healed. */
export interface Difference {
  provider: Provider;
  intentId: string | null;
  paymentId: string | null;
  problem: string;
  healed: boolean;
}

/** Compares one intent of a gateway with our payment, if we have one, takes over what is new, and tells what differed. */
export async function compareIntent(
  deps: PaymentDeps,
  gateway: PaymentGateway,
  intent: GatewayIntent,
  payment: PaymentRow | undefined,
): Promise<Difference[]> {
  const { provider } = gateway;
  const found = (problem: string, healed: boolean): Difference => ({
    provider,
    intentId: intent.id,
    paymentId: payment?.id ?? null,
    problem,
    healed,
  });
  if (!payment) return intent.capturedMinor > 0n ? [found('money for no payment of ours', false)] : [];
  if (payment.intentId !== null && payment.intentId !== intent.id)
    return intent.capturedMinor > 0n ? [found(`money beside its intent ${payment.intentId}`, false)] : [];
  try {
    const after = await takeOver(deps, payment, intent);
    const differences = [...toldOf(payment, after, found)];
    if (after.capturedMinor !== intent.capturedMinor)
      differences.push(found('captured amounts differ', false));
    const refunds = await compareRefunds(deps, gateway, after, intent);
    return [...differences, ...refunds.map(({ problem, healed }) => found(problem, healed))];
  } catch (error) {
    if (error instanceof GatewayUnavailable) throw error;
    deps.logger.error({ err: error, paymentId: payment.id }, 'payment not compared');
    return [found(`not compared: ${(error as Error).message}`.slice(0, 300), false)];
  }
}

async function takeOver(deps: PaymentDeps, payment: PaymentRow, intent: GatewayIntent): Promise<PaymentRow> {
  const behind =
    payment.intentId === null ||
    intent.capturedMinor !== payment.capturedMinor ||
    (intent.status === 'canceled' && payment.status !== 'canceled');
  if (!behind) return payment;
  const kept = payment.intentId === null ? await keepFound(deps, payment, intent) : payment;
  await applyIntent(deps, kept, intent, byJob('reconcile'));
  return (await deps.system.as(nobody).read(readPayment(payment))).rows[0][0]!;
}

function* toldOf(
  before: PaymentRow,
  after: PaymentRow,
  found: (problem: string, healed: boolean) => Difference,
): Generator<Difference> {
  const told = ({ status, capturedMinor, currency }: PaymentRow) =>
    capturedMinor > 0n ? `${status} with ${capturedMinor} ${currency} (minor units)` : status;
  if (told(before) === told(after)) return;
  const change = `was ${told(before)}, is ${told(after)}`;
  if (after.status === 'orphaned') yield found(`${change}: ${after.flag}`, false);
  else if (after.flag === 'order_due') yield found(`${change}, its order is due`, false);
  else yield found(change, true);
}
