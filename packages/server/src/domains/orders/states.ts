import { defineStates } from '../../platform/states.ts';

export type OrderStatus = 'pending' | 'processing' | 'shipped' | 'delivered' | 'canceled' | 'refunded';

/** ORD-3. */
export const orderStates = defineStates<OrderStatus>('order', {
  '': ['pending'],
  pending: ['processing', 'canceled'],
  processing: ['shipped', 'canceled'],
  shipped: ['delivered', 'canceled'],
  delivered: ['refunded'],
  canceled: [],
  refunded: [],
});
