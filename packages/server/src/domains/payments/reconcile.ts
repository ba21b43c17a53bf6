import { nobody } from '../../platform/db/database.ts';
import { compareIntent, type Difference } from './compare-intent.ts';
import type { PaymentDeps } from './deps.ts';
import {
  GatewayUnavailable,
  type GatewayIntent,
  type PaymentGateway,
  type Provider,
} from './gateways/gateway.ts';
import { findPaymentsOf, listOpenMoney } from './queries-reconcile.ts';

export interface Reconciliation {
  compared: number;
  differences: Difference[];
  /** Gateways that did not answer, and what they said instead; their books were compared in part or not at all. */
  unreachable: { provider: Provider; because: string }[];
}

const PAGE = 100;
const UUID = /^[0-9a-f]{8}(-[0-9a-f]{4}){3}-[0-9a-f]{12}$/i;

/**
 * Compares every intent of every gateway since then with our payments, both ways (PAY-8). What the gateway knows better is
 * taken over; what nobody can heal alone is reported.
 */
export async function reconcile(deps: PaymentDeps, { since }: { since: Date }): Promise<Reconciliation> {
  const report: Reconciliation = { compared: 0, differences: [], unreachable: [] };
  for (const gateway of deps.gateways.values()) {
    try {
      await compareBooks(deps, gateway, since, report);
    } catch (error) {
      if (!(error instanceof GatewayUnavailable)) throw error;
      report.unreachable.push({ provider: gateway.provider, because: error.message });
      deps.logger.warn({ err: error, provider: gateway.provider }, 'the books were not compared');
    }
  }
  for (const difference of report.differences.filter(({ healed }) => !healed))
    deps.logger.error({ difference }, 'the books differ');
  return report;
}

async function compareBooks(
  deps: PaymentDeps,
  gateway: PaymentGateway,
  since: Date,
  report: Reconciliation,
): Promise<void> {
  const { provider, mode } = gateway;
  const seen = new Set<string>();
  for await (const page of inPages(gateway.listIntents(since))) {
    for (const { id } of page) seen.add(id);
    report.compared += page.length;
    report.differences.push(...(await comparePage(deps, gateway, page)));
  }
  const list = listOpenMoney({ provider, mode, since });
  const ours = (await deps.system.as(nobody).read(list)).rows[0];
  for (const { id, intentId } of ours.filter((payment) => !seen.has(payment.intentId))) {
    // One made while the list was read is not in it.
    const intent = await gateway.retrieveIntent(intentId);
    if (intent) report.differences.push(...(await comparePage(deps, gateway, [intent])));
    else
      report.differences.push({
        provider,
        intentId,
        paymentId: id,
        problem: 'unknown to the gateway',
        healed: false,
      });
  }
}

// One statement finds our payments of a whole page. The gateway's answer to a creation may have been lost: then only the intent's
// metadata tells whose it is (L-26).
async function comparePage(
  deps: PaymentDeps,
  gateway: PaymentGateway,
  page: readonly GatewayIntent[],
): Promise<Difference[]> {
  const named = ({ metadata }: GatewayIntent) => metadata['payment_id'] ?? '';
  const find = findPaymentsOf({
    provider: gateway.provider,
    intentIds: page.map(({ id }) => id),
    paymentIds: page.map(named).filter((id) => UUID.test(id)),
  });
  const ours = (await deps.system.as(nobody).read(find)).rows[0];
  const byIntent = new Map(ours.map((payment) => [payment.intentId, payment]));
  const byId = new Map(ours.map((payment) => [payment.id, payment]));
  const differences: Difference[] = [];
  for (const intent of page) {
    const payment = byIntent.get(intent.id) ?? byId.get(named(intent).toLowerCase());
    differences.push(...(await compareIntent(deps, gateway, intent, payment)));
  }
  return differences;
}

async function* inPages<Item>(items: AsyncIterable<Item>): AsyncGenerator<Item[]> {
  let page: Item[] = [];
  for await (const item of items) {
    page.push(item);
    if (page.length < PAGE) continue;
    yield page;
    page = [];
  }
  if (page.length > 0) yield page;
}
