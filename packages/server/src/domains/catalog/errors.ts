import { marketErrors } from '../../market.ts';
import { defineErrors } from '../../platform/errors.ts';

export const catalogErrors = defineErrors({
  productNotFound: { status: 404, reason: 'PRODUCT_NOT_FOUND' },
  variantNotFound: { status: 404, reason: 'VARIANT_NOT_FOUND' },
  designerNotFound: { status: 404, reason: 'DESIGNER_NOT_FOUND' },
  marketUnknown: marketErrors.marketUnknown,
});
