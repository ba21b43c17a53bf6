import { z } from 'zod';
import { defineErrors } from '../../platform/errors.ts';

export const inventoryErrors = defineErrors({
  insufficientStock: {
    status: 400,
    reason: 'INSUFFICIENT_STOCK',
    details: z.object({
      available: z.number().int(),
      requested: z.number().int().describe('over all lines of the variant'),
    }),
  },
});
