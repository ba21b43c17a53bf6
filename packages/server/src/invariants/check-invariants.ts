import { nobody, type Database } from '../platform/db/database.ts';
import type { PaymentGateway, Provider } from '../domains/payments/public.ts';
import * as queries from './queries.ts';
import { compareWithGateway } from './compare-with-gateway.ts';

/** A broken promise: the number of the invariant it belongs to, and what is wrong. */
export interface Violation {
  invariant: number;
  problem: string;
}

const BOUND_MS = 10 * 60_000;

/**
 * Checks what must hold after every load, fault and race: money, stock and orders agree, in our database and with the
 * gateways' own books. An empty list is right. Changes nothing.
 */
export async function checkInvariants(deps: {
  system: Database;
  gateways: ReadonlyMap<Provider, PaymentGateway>;
  now: Date;
  /** How far back gateways are asked; null leaves them out. */
  since: Date | null;
}): Promise<Violation[]> {
  const access = deps.system.as(nobody);
  const { rows } = await access.read(
    queries.stockBreaches(),
    queries.goodsBreaches(),
    queries.chargeBreaches(),
    queries.moneyBreaches(),
    queries.orderBreaches(),
    queries.historyBreaches(),
    queries.refundBreaches(),
    queries.holdBreaches(),
    queries.auditBreaches(),
    queries.queueBreaches(new Date(deps.now.getTime() - BOUND_MS)),
  );
  const violations = rows.flatMap((breaches, index) =>
    breaches.map(({ problem }) => ({ invariant: NUMBERS[index]!, problem })),
  );
  if (deps.since) {
    for (const gateway of deps.gateways.values())
      violations.push(...(await compareWithGateway(deps.system, gateway, deps.since)));
  }
  return violations;
}

// In the order of the statements above.
const NUMBERS = [1, 1, 2, 3, 5, 6, 7, 9, 10, 12];
