import { nobody } from '../../platform/db/database.ts';
import { compareIntent, type Difference } from './compare-intent.ts';
import type { PaymentDeps } from './deps.ts';
import { GatewayUnavailable, type PaymentGateway, type Provider } from './gateways/gateway.ts';
import { listOpenMoney } from './queries-reconcile.ts';

export interface Reconciliation {
  compared: number;
  differences: Difference[];
  /** Gateways that did not answer, and what they said instead; their books were compared in part or not at all. */
  unreachable: { provider: Provider; because: string }[];
}

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
  for await (const intent of gateway.listIntents(since)) {
    seen.add(intent.id);
    report.compared++;
    report.differences.push(...(await compareIntent(deps, gateway, intent)));
  }
  const list = listOpenMoney({ provider, mode, since });
  const ours = (await deps.system.as(nobody).read(list)).rows[0];
  for (const { id, intentId } of ours.filter((payment) => !seen.has(payment.intentId))) {
    // One made while the list was read is not in it.
    const intent = await gateway.retrieveIntent(intentId);
    if (intent) report.differences.push(...(await compareIntent(deps, gateway, intent)));
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
