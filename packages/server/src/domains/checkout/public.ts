export { checkoutPolicy, type CheckoutPolicy, type CustomerType } from './checkout-policy.ts';
export { phoneNumber, type Address } from './contact.ts';
export { checkoutErrors } from './errors.ts';
export { evaluateOrder, type Evaluation, type OrderFacts } from './evaluate-order.ts';
export { differences, fingerprintOf, type Difference } from './fingerprint.ts';
export { missingFields } from './find-problems.ts';
export { frozenLines, type FrozenLine, type StoredLine } from './frozen-line.ts';
export { orderValueRule } from './order-rules.ts';
export {
  lockCheckoutToPay,
  markCheckoutClosed,
  markCheckoutPaying,
  markCheckoutPlaced,
  type CheckoutRow,
} from './queries.ts';
export { addressChanges, addressFields, text } from './schema.ts';
export { requirePayable, reviewToPay, type Review } from './review-to-pay.ts';
