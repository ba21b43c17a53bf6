import { z } from 'zod';
import { defineErrors } from '../../platform/errors.ts';
import { cartErrors } from '../cart/public.ts';
import { phoneInvalid } from '../identity/public.ts';

const money = z.number().describe("major units with the currency's digits");

/** What a checkout itself is refused for. */
const refusals = defineErrors({
  checkoutNotFound: { status: 404, reason: 'CHECKOUT_NOT_FOUND' },
  checkoutIncomplete: {
    status: 400,
    reason: 'CHECKOUT_INCOMPLETE',
    details: z.object({
      problems: z.array(
        z.object({
          reason: z.string(),
          field: z.string(),
          details: z.record(z.string(), z.unknown()).optional(),
        }),
      ),
    }),
  },
  cartChanged: {
    status: 409,
    reason: 'CART_CHANGED',
    details: z.object({
      differences: z.array(
        z.object({
          what: z.enum(['added', 'removed', 'quantity', 'price', 'shipping', 'tax', 'total', 'other']),
          variantId: z.string().optional(),
          title: z.string().optional(),
          old: z.number().nullable(),
          new: z.number().nullable(),
        }),
      ),
    }),
  },
});

/** What a rule of ordering is broken by (CHK-2). They are found together and told together, as a checkout's problems. */
const rules = defineErrors({
  cartEmpty: { status: 400, reason: 'CART_EMPTY' },
  itemUnavailable: { status: 400, reason: 'ITEM_UNAVAILABLE', details: z.object({ title: z.string() }) },
  orderTooSmall: {
    status: 400,
    reason: 'ORDER_BELOW_MINIMUM',
    details: z.object({ minimum: money, currency: z.string(), value: money.describe('of the goods') }),
  },
  orderTooLarge: {
    status: 400,
    reason: 'ORDER_ABOVE_MAXIMUM',
    details: z.object({ maximum: money, currency: z.string(), value: money.describe('of the goods') }),
  },
  emailRequired: { status: 400, reason: 'EMAIL_REQUIRED' },
  emailUnverified: { status: 400, reason: 'EMAIL_UNVERIFIED' },
  fieldRequired: { status: 400, reason: 'FIELD_REQUIRED' },
  phoneUnverified: {
    status: 400,
    reason: 'PHONE_UNVERIFIED',
    details: z.object({
      threshold: money.describe('value of the goods above which it is needed'),
      currency: z.string(),
    }),
  },
  vatNumberInvalid: { status: 400, reason: 'VAT_NUMBER_INVALID' },
  countryNotServed: {
    status: 400,
    reason: 'COUNTRY_NOT_SERVED',
    details: z.object({ countries: z.array(z.string()).describe('those that are') }),
  },
  subscriptionNotInMarket: { status: 400, reason: 'SUBSCRIPTION_NOT_IN_MARKET' },
  subscriptionInterval: {
    status: 400,
    reason: 'SUBSCRIPTION_INTERVAL_NOT_OFFERED',
    details: z.object({ intervals: z.array(z.string()).describe('those that are') }),
  },
  subscriptionNeedsAccount: { status: 400, reason: 'SUBSCRIPTION_NEEDS_ACCOUNT' },
  shippingRequired: { status: 400, reason: 'SHIPPING_METHOD_REQUIRED' },
  shippingUnknown: { status: 400, reason: 'SHIPPING_METHOD_UNKNOWN' },
  shippingOtherMarket: { status: 400, reason: 'SHIPPING_NOT_IN_MARKET' },
  shippingCountry: {
    status: 400,
    reason: 'SHIPPING_NOT_TO_COUNTRY',
    details: z.object({ countries: z.array(z.string()).describe('where it goes') }),
  },
  shippingPostalCode: { status: 400, reason: 'SHIPPING_NOT_TO_POSTAL_CODE' },
  shippingTooHeavy: {
    status: 400,
    reason: 'SHIPPING_TOO_HEAVY',
    details: z.object({ maxGrams: z.number().int(), grams: z.number().int() }),
  },
  shippingTooLight: {
    status: 400,
    reason: 'SHIPPING_TOO_LIGHT',
    details: z.object({ minGrams: z.number().int(), grams: z.number().int() }),
  },
  shippingGoods: {
    status: 400,
    reason: 'SHIPPING_GOODS_REFUSED',
    details: z.object({ tags: z.array(z.string()).describe('of the goods') }),
  },
  shippingPoBox: { status: 400, reason: 'SHIPPING_NOT_TO_PO_BOX' },
  shippingValueLow: {
    status: 400,
    reason: 'SHIPPING_VALUE_TOO_LOW',
    details: z.object({ minimum: money, currency: z.string(), value: money.describe('of the goods') }),
  },
  shippingValueHigh: {
    status: 400,
    reason: 'SHIPPING_VALUE_TOO_HIGH',
    details: z.object({ maximum: money, currency: z.string(), value: money.describe('of the goods') }),
  },
  shippingCustomerType: {
    status: 400,
    reason: 'SHIPPING_NOT_FOR_CUSTOMER',
    details: z.object({ customerTypes: z.array(z.string()).describe('whom it is for') }),
  },
});

/** Every refusal of the checkout. */
export const checkoutErrors = {
  ...refusals,
  ...rules,
  phoneInvalid,
  marketUnknown: cartErrors.marketUnknown,
  shopperGone: cartErrors.shopperGone,
  insufficientStock: cartErrors.insufficientStock,
  quantityLimit: cartErrors.quantityLimit,
  notSoldInMarket: cartErrors.notSoldInMarket,
  subscriptionUnavailable: cartErrors.subscriptionUnavailable,
};
