import type { GatewayRefund } from './gateway.ts';

/**
 * What became of our refund at the gateway: `made` where it is there and did not fail; else the idempotency key to make it
 * with. A gateway forgets keys after a day (L-26), and it would answer the same key of a failed refund with that failure.
 */
export function refundKey(
  refundId: string,
  refunds: readonly GatewayRefund[],
): { made: GatewayRefund | undefined; key: string } {
  const ours = refunds.filter((refund) => refund.refundId === refundId);
  const failed = ours.filter(({ status }) => status === 'failed').length;
  return {
    made: ours.find(({ status }) => status !== 'failed'),
    key: failed === 0 ? refundId : `${refundId}-${failed + 1}`,
  };
}
