export { claimOrders } from './claim-orders.ts';
export type { FollowOrder, OrderDeps } from './deps.ts';
export { orderErrors } from './errors.ts';
export { orderEffects } from './place-order.ts';
