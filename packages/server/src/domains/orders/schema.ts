import { z } from 'zod';
import { id, plainText } from '../../platform/http/input.ts';

const money = z.number().nonnegative().describe("major units with the currency's digits");
const status = z.enum(['pending', 'processing', 'shipped', 'delivered', 'canceled', 'refunded']);
const time = z.string();

export const placeInput = z
  .strictObject({
    paymentId: id.optional().describe('the newest where left out'),
    checkoutId: id.optional(),
    intentId: z.string().max(255).optional().describe('what the gateway calls it; only compared'),
  })
  .nullish();
export const orderParams = z.strictObject({ id });
export const pageQuery = z.object({
  limit: z.coerce.number().int().min(1).max(100).default(20),
  cursor: z.string().max(500).optional(),
});
export const adminPageQuery = pageQuery.extend({ status: status.optional() });
export const statusInput = z.strictObject({
  status: status.exclude(['pending']),
  reason: plainText(500).default(''),
  trackingNumber: plainText(100, 1).nullish().describe('with `shipped`'),
});
export const cancelInput = z.strictObject({ reason: plainText(500).default('') }).nullish();
export const invoiceQuery = z.object({ locale: z.enum(['en', 'et', 'ru']).optional() });
export const reorderInput = z.strictObject({ addToCart: z.boolean().default(false) }).nullish();
export const refundInput = z.strictObject({
  amount: z
    .union([z.number().positive().max(1e12), z.string().regex(/^\d{1,12}(\.\d{1,4})?$/)])
    .optional()
    .describe('major units; all that is left where left out'),
  reason: plainText(500, 1),
});
export const marketHeaders = z.looseObject({
  'x-market': z.string().max(32).optional().describe('market code such as `us`'),
});

const address = z.record(z.string(), z.unknown()).nullable();

export const order = z.object({
  id,
  number: z.string().describe('running number such as `#1001`'),
  status,
  market: z.string(),
  currency: z.string(),
  payment: z.object({ id, provider: z.string(), status: z.string(), captured: money, refunded: money }),
  items: z.array(
    z.object({
      productId: id,
      variantId: id,
      slug: z.string(),
      sku: z.string().nullable(),
      title: z.string(),
      options: z.record(z.string(), z.string()),
      imageUrl: z.string().nullable(),
      purchase: z.string(),
      quantity: z.number().int(),
      price: money,
      lineTotal: money,
      taxPercent: z.number(),
      tax: money,
    }),
  ),
  subtotal: money,
  shipping: money,
  tax: money,
  taxIncluded: z.boolean().describe('whether the prices hold the tax'),
  total: money,
  email: z.string(),
  phone: z.string().nullable(),
  customerType: z.string(),
  company: z.string().nullable(),
  vatNumber: z.string().nullable(),
  shippingAddress: address,
  billingAddress: address,
  shippingMethod: z.string().nullable(),
  shippingLabel: z.string().nullable(),
  note: z.string(),
  trackingNumber: z.string().nullable(),
  history: z.array(
    z.object({
      from: status.nullable(),
      to: status,
      at: time,
      by: z.string(),
      reason: z.string(),
      trackingNumber: z.string().nullable(),
    }),
  ),
  refunds: z.array(z.object({ id, amount: money, status: z.string(), reason: z.string(), createdAt: time })),
  placedAt: time,
  processingAt: time.nullable(),
  shippedAt: time.nullable(),
  deliveredAt: time.nullable(),
  canceledAt: time.nullable(),
  refundedAt: time.nullable(),
  updatedAt: time,
});

export const orderAnswer = z.object({ order });
export const ordersAnswer = z.object({ orders: z.array(order), nextCursor: z.string().nullable() });
export const reorderAnswer = z.object({
  lines: z.array(
    z.object({
      productId: id,
      variantId: id,
      title: z.string(),
      purchase: z.string(),
      requested: z.number().int(),
      quantity: z.number().int(),
      price: money.nullable(),
      currency: z.string(),
    }),
  ),
  unavailable: z.array(
    z.object({
      productId: id,
      variantId: id,
      title: z.string(),
      requested: z.number().int(),
      reason: z.string(),
    }),
  ),
  added: z.boolean(),
});
