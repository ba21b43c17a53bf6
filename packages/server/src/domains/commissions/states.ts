import { defineStates } from '../../platform/states.ts';

export type CommissionStatus = 'pending' | 'approved' | 'paid' | 'voided';

/** Earned with the delivery; voided with a cancellation or refund (COM-1). */
export const commissionStates = defineStates<CommissionStatus>('commission', {
  '': ['pending'],
  pending: ['approved', 'voided'],
  approved: ['paid', 'voided'],
  paid: [],
  voided: [],
});
