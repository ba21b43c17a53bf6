import { z } from 'zod';
import { id, plainText } from '../../platform/http/input.ts';
import { designerCursor, productCursor } from './cursor.ts';

const MOST_OPTIONS = 20;
const MOST_PAGES = 100_000;

const amount = z.string().regex(/^\d{1,12}(?:\.\d{1,4})?$/, 'must be an amount such as 25 or 25.50');

/** A slug as imports and people make them, or an id: letters, digits, dots, underscores and hyphens. */
export const idOrSlug = z
  .string()
  .max(255)
  .transform((text) => text.normalize('NFC').toLowerCase())
  .pipe(z.string().regex(/^[\p{L}\p{N}][\p{L}\p{N}\p{M}._-]*$/u, 'must be an id or a slug'));

const option = plainText(520).pipe(
  z.string().regex(/^[^:]{1,255}:.{1,255}$/su, 'must be a name and a value such as Size:M'),
);

/** Query of the product list; unknown names are passed over, so that links may carry marks of their own. */
export const productListQuery = z
  .object({
    q: plainText(100).optional().describe('words to look for; typos are forgiven'),
    category: idOrSlug.optional().describe('slug, singular or plural'),
    designer: idOrSlug.optional().describe('slug or id'),
    minPrice: amount.optional().describe("in major units of the market's currency"),
    maxPrice: amount.optional().describe("in major units of the market's currency"),
    inStock: z.enum(['true', 'false']).optional(),
    option: z
      .union([option, z.array(option).max(MOST_OPTIONS)])
      .optional()
      .describe('Name:Value, repeatable; values of one name are alternatives'),
    tag: plainText(255).optional(),
    sort: z.enum(['relevance', 'newest', 'price-asc', 'price-desc', 'title']).optional(),
    limit: z.coerce.number().int().min(1).max(100).default(20),
    cursor: productCursor.optional().describe('`nextCursor` of the answer before; excludes `page`'),
    page: z.coerce
      .number()
      .int()
      .min(1)
      .max(MOST_PAGES)
      .optional()
      .describe('counts from 1; excludes `cursor`'),
  })
  .superRefine((query, context) => {
    const refuse = (field: string, message: string) =>
      context.addIssue({ code: 'custom', path: [field], message });
    if (query.cursor && query.page !== undefined) refuse('page', 'page and cursor exclude each other');
    if (query.cursor && query.cursor.sort !== effectiveSort(query))
      refuse('cursor', 'belongs to another sort order');
    if (query.minPrice && query.maxPrice && Number(query.minPrice) > Number(query.maxPrice)) {
      refuse('maxPrice', 'is below minPrice');
    }
  });

export type ProductListQuery = z.output<typeof productListQuery>;

/** The order asked for; without a word there is nothing to be relevant to. */
export function effectiveSort(query: { sort?: string | undefined; q?: string | undefined }): ProductSort {
  const sort = (query.sort ?? 'relevance') as ProductSort;
  return sort === 'relevance' && !query.q ? 'newest' : sort;
}

export type ProductSort = 'relevance' | 'newest' | 'price-asc' | 'price-desc' | 'title';

export const designerListQuery = z
  .object({
    sort: z.enum(['name', 'newest']).default('name'),
    limit: z.coerce.number().int().min(1).max(100).default(50),
    cursor: designerCursor.optional(),
  })
  .superRefine((query, context) => {
    if (query.cursor && query.cursor.sort !== query.sort) {
      context.addIssue({ code: 'custom', path: ['cursor'], message: 'belongs to another sort order' });
    }
  });

export type DesignerListQuery = z.output<typeof designerListQuery>;

/** The headers public reads look at; all others pass. */
export const marketHeaders = z.looseObject({
  'x-market': z
    .string()
    .max(32)
    .optional()
    .describe('market code such as `ee`; without it the default market'),
});

const named = z.object({ slug: z.string(), name: z.string() });
const money = z.number().nonnegative().describe("major units with the currency's digits");
const currency = z.string().regex(/^[A-Z]{3}$/);
const isoTime = z.string().regex(/^\d{4}-\d\d-\d\dT\d\d:\d\d:\d\d\.\d{3}Z$/);

const productCard = z.strictObject({
  id,
  slug: z.string(),
  title: z.string(),
  imageUrl: z.string().nullable(),
  category: named,
  designer: named,
  currency,
  priceFrom: money,
  priceTo: money,
  compareAtPrice: money.nullable().describe('former price of the cheapest variant, where it was higher'),
  available: z.int().nonnegative().describe('pieces of all variants together'),
  inStock: z.boolean(),
  variantCount: z.int().positive(),
  tags: z.array(z.string()),
});

const counted = named.extend({ count: z.int().positive() });

export const productListAnswer = z.strictObject({
  products: z.array(productCard),
  total: z.int().nonnegative(),
  page: z.int().positive().nullable().describe('null when a cursor was followed'),
  nextCursor: z.string().nullable(),
  facets: z.strictObject({
    categories: z.array(counted),
    designers: z.array(counted),
    options: z.array(
      z.object({
        name: z.string(),
        values: z.array(z.object({ value: z.string(), count: z.int().positive() })),
      }),
    ),
    price: z.object({ min: money, max: money }).nullable(),
    inStock: z.int().nonnegative(),
  }),
});

export const productAnswer = z.strictObject({
  product: z.strictObject({
    id,
    slug: z.string(),
    title: z.string(),
    descriptionHtml: z.string(),
    imageUrl: z.string().nullable(),
    images: z.array(z.object({ url: z.string(), alt: z.string() })),
    options: z.array(z.object({ name: z.string(), values: z.array(z.string()) })),
    tags: z.array(z.string()),
    category: named,
    designer: named,
    publishedAt: isoTime.nullable(),
    variants: z.array(
      z.strictObject({
        id,
        sku: z.string().nullable(),
        options: z.record(z.string(), z.string()),
        price: money,
        compareAtPrice: money.nullable(),
        currency,
        available: z.int().nonnegative(),
        maxQuantity: z.int().min(1).max(100),
        imageUrl: z.string().nullable(),
        subscriptionEligible: z.boolean(),
        weightGrams: z.int().nonnegative(),
      }),
    ),
  }),
});

export const categoryListAnswer = z.strictObject({
  categories: z.array(
    z.strictObject({ slug: z.string(), name: z.string(), productCount: z.int().positive() }),
  ),
});

const designerCard = z.strictObject({
  id,
  slug: z.string(),
  name: z.string(),
  bio: z.string(),
  location: z.string(),
  productCount: z.int().nonnegative(),
  newestProduct: z
    .strictObject({
      id,
      slug: z.string(),
      title: z.string(),
      imageUrl: z.string().nullable(),
      publishedAt: isoTime,
    })
    .nullable(),
});

export const designerListAnswer = z.strictObject({
  designers: z.array(designerCard),
  nextCursor: z.string().nullable(),
});

export const designerAnswer = z.strictObject({ designer: designerCard });

export const marketListAnswer = z.strictObject({
  markets: z.array(
    z.strictObject({
      code: z.string(),
      name: z.string(),
      currency,
      locales: z.array(z.string()),
      taxIncluded: z.boolean(),
      default: z.boolean(),
      countries: z.array(z.string()).nullable().describe('delivered to; null is every one'),
      required: z
        .strictObject({ private: z.array(z.string()), business: z.array(z.string()) })
        .describe('what an order of each kind of customer must have, such as `postalCode`'),
    }),
  ),
});
