import { z } from 'zod';
import { defineErrors } from '../../platform/errors.ts';

export const accountErrors = defineErrors({
  addressNotFound: { status: 404, reason: 'ADDRESS_NOT_FOUND' },
  addressLimit: { status: 409, reason: 'ADDRESS_LIMIT', details: z.object({ max: z.number().int() }) },
  accountBusy: {
    status: 409,
    reason: 'ACCOUNT_BUSY',
    details: z.object({
      because: z
        .array(z.enum(['payment', 'refund', 'order', 'last-admin']))
        .describe('what is to be finished first'),
    }),
  },
  recentLoginRequired: {
    status: 403,
    reason: 'RECENT_LOGIN_REQUIRED',
    details: z.object({ minutes: z.number().int().describe('how recent') }),
  },
});
