import { followOrder, insertCommissions } from './domains/commissions/public.ts';
import { orderEffects, type OrderDeps } from './domains/orders/public.ts';

/** Ties payments, orders and commissions together: each knows only what is to its left, and is told the rest here. */
export function orderDeps(deps: Omit<OrderDeps, 'orders' | 'followOrder'>): OrderDeps {
  const { store, logger } = deps;
  const orders = orderEffects({ beginCommissions: insertCommissions, store: store.name, logger });
  return { ...deps, orders, followOrder };
}
