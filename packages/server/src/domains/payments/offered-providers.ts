import type { PaymentDeps } from './deps.ts';
import type { Provider } from './gateways/gateway.ts';

/** The ways to pay in a market: those the store lists whose gateway is configured; cash on delivery needs none. */
export function offeredProviders(
  { store, gateways }: Pick<PaymentDeps, 'store' | 'gateways'>,
  market: string,
): Provider[] {
  const listed = store.markets[market]?.payments ?? [];
  return listed.filter((provider) => provider === 'cod' || gateways.has(provider));
}
