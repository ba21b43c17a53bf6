import { z } from 'zod';
import { defineErrors } from '../../platform/errors.ts';
import { httpErrors } from '../../platform/http/errors.ts';
import { catalogErrors } from '../catalog/public.ts';
import { inventoryErrors } from '../inventory/public.ts';
import { wishlistErrors } from '../wishlist/public.ts';

const own = defineErrors({
  variantRequired: {
    status: 400,
    reason: 'VARIANT_REQUIRED',
    details: z.object({ variants: z.array(z.string()) }),
  },
  subscriptionUnavailable: { status: 400, reason: 'SUBSCRIPTION_NOT_AVAILABLE' },
  notSoldInMarket: { status: 400, reason: 'NOT_SOLD_IN_MARKET' },
  cartFull: {
    status: 400,
    reason: 'CART_FULL',
    details: z.object({ max: z.number().int().describe('lines') }),
  },
  quantityLimit: {
    status: 400,
    reason: 'QUANTITY_LIMIT',
    details: z.object({
      max: z.number().int(),
      requested: z.number().int().describe('over all lines of the variant'),
    }),
  },
  tooManyStreams: { status: 429, reason: 'TOO_MANY_STREAMS', details: z.object({ max: z.number().int() }) },
});

/** Every refusal of the cart. */
export const cartErrors = {
  ...own,
  productNotFound: catalogErrors.productNotFound,
  variantNotFound: catalogErrors.variantNotFound,
  marketUnknown: catalogErrors.marketUnknown,
  insufficientStock: inventoryErrors.insufficientStock,
  itemNotFound: wishlistErrors.itemNotFound,
  shopperGone: httpErrors.shopperGone,
  forbidden: httpErrors.forbidden,
  versionDiffers: httpErrors.preconditionFailed,
};
