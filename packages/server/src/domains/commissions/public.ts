export { followOrder } from './follow-order.ts';
