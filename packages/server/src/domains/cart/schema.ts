import { z } from 'zod';
import { id, plainText, quantity } from '../../platform/http/input.ts';

const money = z.number().nonnegative().describe("major units with the currency's digits");

export const cartHeaders = z.looseObject({
  'x-market': z.string().max(32).optional().describe('market code such as `us`'),
  'if-match': z
    .string()
    .max(400)
    .optional()
    .describe('the ETag of the cart to change; anything else answers 412'),
});

const purchase = z.discriminatedUnion('type', [
  z.strictObject({ type: z.literal('once') }),
  z.strictObject({ type: z.literal('subscription'), interval: z.enum(['week', 'month', 'quarter']) }),
]);

/** Price, title and image are the server's; what a client sends of them is at most compared. */
export const addInput = z.strictObject({
  productId: id,
  variantId: id
    .nullish()
    .transform((value) => value ?? null)
    .describe('may be left out where the product has one variant'),
  quantity: quantity.default(1),
  price: z
    .union([z.number().min(0).max(1e12), z.string().regex(/^\d{1,12}(\.\d{1,4})?$/)])
    .nullish()
    .transform((value) => (value === null || value === undefined ? null : String(value)))
    .describe('compared with the price of one piece, never used; a difference is audited'),
  title: plainText(300).nullish(),
  imageUrl: z.string().max(2_048).nullish(),
  purchase: purchase.default({ type: 'once' }),
});

export const updateInput = z.strictObject({ itemId: id, quantity });
export const quantityInput = z.strictObject({ quantity });
export const itemParams = z.object({ itemId: id });
export const wishParams = z.object({ id });
export const removeInput = z.strictObject({ itemId: id }).nullish();
export const removeQuery = z.object({ itemId: id.optional() });
export const validateInput = z.strictObject({ fix: z.boolean().default(false) }).nullish();
export const moveInput = z
  .strictObject({
    quantity: quantity.default(1),
    variantId: id.nullish().transform((value) => value ?? null),
  })
  .nullish();
export const abandonedQuery = z.object({ hours: z.coerce.number().int().min(1).max(87_600).optional() });

const priceChange = z.object({
  old: money,
  new: money,
  percent: z.number().nullable(),
  notable: z.boolean().describe('above the percentage that the store wants shown'),
});

const line = z.object({
  id: z.string(),
  productId: z.string(),
  variantId: z.string(),
  slug: z.string().nullable(),
  sku: z.string().nullable(),
  title: z.string(),
  options: z.record(z.string(), z.string()),
  price: money
    .nullable()
    .describe('null where it cannot be bought in this market; then it counts in no total'),
  quantity: z.number().int(),
  imageUrl: z.string().nullable(),
  lineTotal: money.nullable(),
  available: z.number().int(),
  maxQuantity: z.number().int(),
  purchase,
  status: z.enum(['ok', 'unavailable', 'not-sold-in-market', 'out-of-stock', 'reduced', 'over-limit']),
  priceChange: priceChange.nullable(),
  addedAt: z.string(),
});

export const cart = z.object({
  id: z.string().nullable().describe('null before the first use'),
  userId: z.string().describe('of the user or guest'),
  items: z.array(line),
  totalItems: z.number().int().describe('pieces'),
  totalPrice: money,
  currency: z.string(),
  market: z.string(),
  notSold: z.array(z.string()).describe('ids of the items not sold in this market'),
  version: z.number().int().describe('moves with every change; the ETag is `"v<version>"`'),
  updatedAt: z.string().nullable(),
});

export const cartAnswer = z.object({ cart });
export const clearedAnswer = z.object({ cart, deletedCount: z.number().int().describe('lines taken out') });

export const validationAnswer = z.object({
  valid: z.boolean().describe('whether nothing is wrong (any more, with `fix`)'),
  fixed: z.boolean(),
  problems: z.array(
    z.object({
      itemId: z.string(),
      productId: z.string(),
      variantId: z.string(),
      title: z.string(),
      problem: z.enum([
        'gone',
        'unpublished',
        'not-sold-in-market',
        'out-of-stock',
        'reduced',
        'over-limit',
        'price-changed',
      ]),
      repair: z.enum(['remove', 'reduce', 'reprice']),
      quantity: z.number().int(),
      repairedQuantity: z.number().int(),
      available: z.number().int().optional(),
      max: z.number().int().optional(),
      priceChange: priceChange.optional(),
    }),
  ),
  rules: z.array(
    z.object({
      reason: z.string(),
      field: z.string().optional(),
      details: z.record(z.string(), z.unknown()).optional(),
    }),
  ),
  cart,
});

export const movedAnswer = z.object({
  cart,
  wishlist: z.looseObject({ items: z.array(z.looseObject({ id: z.string() })) }),
});

export const abandonedAnswer = z.object({
  abandoned: z.object({
    count: z.number().int(),
    value: z.array(z.object({ currency: z.string(), carts: z.number().int(), total: money })),
    olderThanHours: z.number().int(),
  }),
});
