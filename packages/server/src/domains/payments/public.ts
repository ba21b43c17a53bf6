export { askBack } from './ask-back.ts';
export { createPayment, type BegunPayment } from './create-payment.ts';
export { GatewayUnavailable, type PaymentGateway, type Provider } from './gateways/gateway.ts';
export { openGateways } from './gateways/open-gateways.ts';
export { byJob, NotAtOnce, type Along, type OrderEffects, type PaymentDeps, type Placed } from './deps.ts';
export { paymentErrors } from './errors.ts';
export { findPayment, type PaymentClaim } from './find-payment.ts';
export { giveUpCheckouts } from './give-up-checkouts.ts';
export { offeredProviders } from './offered-providers.ts';
export { paymentJobs } from './payment-jobs.ts';
export {
  closeCheckout,
  lockPayment,
  lockPaymentAndCheckout,
  markPaid,
  movePayment,
  type PaymentRow,
} from './queries.ts';
export { releaseHolds, sellStock, type Shortage } from './queries-holds.ts';
export { requestRefund, type RefundRow } from './queries-refunds.ts';
export type { Difference } from './compare-intent.ts';
export { reconcile, type Reconciliation } from './reconcile.ts';
export { sendRefunds } from './send-refunds.ts';
export { settleOpenPayments } from './settle-open.ts';
export type { Because } from './settle-payment.ts';
export { syncPayment, type Synced } from './sync-payment.ts';
