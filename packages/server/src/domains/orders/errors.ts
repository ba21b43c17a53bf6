import { z } from 'zod';
import { defineErrors } from '../../platform/errors.ts';

export const orderErrors = defineErrors({
  orderNotFound: { status: 404, reason: 'ORDER_NOT_FOUND' },
  invalidTransition: {
    status: 409,
    reason: 'INVALID_TRANSITION',
    details: z.object({ from: z.string(), to: z.string(), allowed: z.array(z.string()) }),
  },
  orderDelayed: {
    status: 503,
    reason: 'ORDER_DELAYED',
    details: z.object({ retryAfter: z.number().int().describe('seconds') }),
  },
});
