import { z } from 'zod';
import { id } from '../../platform/http/input.ts';

export const marketHeaders = z.looseObject({
  'x-market': z.string().max(32).optional().describe('market code such as `us`'),
});

export const wishInput = z.strictObject({
  productId: id,
  variantId: id.nullish().transform((value) => value ?? null),
});
export const wishParams = z.object({ id });

export const wishlistAnswer = z.object({
  wishlist: z.object({
    userId: z.string(),
    currency: z.string(),
    market: z.string(),
    totalItems: z.number().int(),
    items: z.array(
      z.object({
        id: z.string(),
        productId: z.string(),
        variantId: z.string().nullable(),
        slug: z.string(),
        title: z.string(),
        options: z.record(z.string(), z.string()).nullable(),
        imageUrl: z.string().nullable(),
        price: z.number().nullable().describe('the lowest of its variants where none was chosen'),
        currency: z.string(),
        available: z.number().int(),
        status: z.enum(['ok', 'unavailable', 'not-sold-in-market', 'out-of-stock']),
        addedAt: z.string(),
      }),
    ),
  }),
});
