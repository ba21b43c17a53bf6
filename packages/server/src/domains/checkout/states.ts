import { defineStates } from '../../platform/states.ts';

export type CheckoutStatus = 'open' | 'paying' | 'placed' | 'closed';

/** Open it may be quoted anew; from its first payment on it is frozen; closed it was given up for another (CHK-4). */
export const checkoutStates = defineStates<CheckoutStatus>('checkout', {
  '': ['open'],
  open: ['paying', 'closed'],
  paying: ['placed', 'closed'],
  placed: [],
  closed: [],
});
