export { addItem } from './add-item.ts';
export { cartPolicy, type CartPolicy } from './cart-policy.ts';
export type { CartAnswer } from './change-cart.ts';
export { clearCart } from './clear-cart.ts';
export { cartErrors } from './errors.ts';
export { expireCarts, expireCartsJob } from './expire-carts.job.ts';
export { mergeAtSignIn, mergeGuestCart, type MergeReport } from './merge-guest-cart.ts';
export { payable, planRepairs, type LineProblem } from './plan-repairs.ts';
export {
  lockCart,
  lockCarts,
  readCart,
  readCartHead,
  readCartVersion,
  type CartHead,
  type CartView,
} from './queries.ts';
export { addLine, deleteLines, type Addition } from './queries-change.ts';
export { readFacts, type LineFacts } from './queries-facts.ts';
export type { BrokenRule, OrderFacts, OrderRule } from './validate-cart.ts';
