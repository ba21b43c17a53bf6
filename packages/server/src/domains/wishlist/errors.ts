import { z } from 'zod';
import { defineErrors } from '../../platform/errors.ts';
import { httpErrors } from '../../platform/http/errors.ts';
import { catalogErrors } from '../catalog/public.ts';

const own = defineErrors({
  itemNotFound: { status: 404, reason: 'ITEM_NOT_FOUND' },
  wishlistFull: { status: 400, reason: 'WISHLIST_FULL', details: z.object({ max: z.number().int() }) },
});

/** Every refusal of the wishlist. */
export const wishlistErrors = {
  ...own,
  productNotFound: catalogErrors.productNotFound,
  variantNotFound: catalogErrors.variantNotFound,
  marketUnknown: catalogErrors.marketUnknown,
  forbidden: httpErrors.forbidden,
  shopperGone: httpErrors.shopperGone,
};
