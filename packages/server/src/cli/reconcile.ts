import { Command, InvalidArgumentError } from 'commander';
import { openGateways, reconcile, type Reconciliation } from '../domains/payments/public.ts';
import type { Foundation } from '../foundation.ts';
import { orderDeps } from '../order-deps.ts';
import { LocalBus } from '../platform/events/bus.ts';
import { createCommandLogger } from '../platform/log/logger.ts';
import { withDatabases } from './with-databases.ts';

const DAY_MS = 86_400_000;
/** As far back as a gateway may still change its mind about a failed payment (L-27). */
const DEFAULT_DAYS = 4;

export function reconcileCommand(): Command {
  return new Command('reconcile')
    .description(
      "Compare the gateways' payments with ours and heal what can be; exits with 3 when something is left.",
    )
    .option('--days <n>', 'how far back', toDays, DEFAULT_DAYS)
    .option('--json', 'machine-readable')
    .action(async ({ days, json }: { days: number; json?: boolean }) => {
      const report = await withDatabases((foundation) => compare(foundation, days));
      process.stdout.write(json ? `${JSON.stringify(report)}\n` : textOf(report));
      const left = report.unreachable.length > 0 || report.differences.some(({ healed }) => !healed);
      process.exitCode = left ? 3 : 0;
    });
}

function compare({ config, store, shop, system }: Foundation, days: number): Promise<Reconciliation> {
  const now = () => new Date();
  const gateways = openGateways(config);
  // Nobody listens to this process: open carts hear of an order with their next request.
  const bus = new LocalBus();
  const logger = createCommandLogger();
  const deps = orderDeps({ shop, system, store, gateways, bus, logger, now });
  return reconcile(deps, { since: new Date(now().getTime() - days * DAY_MS) });
}

function textOf({ compared, differences, unreachable }: Reconciliation): string {
  const lines = [
    ...differences.map(
      ({ healed, provider, intentId, paymentId, problem }) =>
        `${healed ? 'healed ' : 'LEFT   '}${provider} ${intentId ?? '-'}, payment ${paymentId ?? '-'}: ${problem}`,
    ),
    ...unreachable.map(({ provider, because }) => `LEFT   ${provider} was not asked to the end: ${because}`),
  ];
  return `${[...lines, `${compared} compared, ${differences.length} differed`].join('\n')}\n`;
}

function toDays(text: string): number {
  const days = Number(text);
  if (!Number.isInteger(days) || days < 1 || days > 365)
    throw new InvalidArgumentError('It must be a whole number from 1 to 365.');
  return days;
}
