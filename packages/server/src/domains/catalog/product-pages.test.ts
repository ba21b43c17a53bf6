import fc from 'fast-check';
import { afterAll, beforeAll, describe, expect, it } from 'vitest';
import type { z } from 'zod';
import { createTestCatalog, type TestCatalog } from './catalog.fixture.ts';
import { productListAnswer } from './schema.ts';

describe('pages of the product list', () => {
  let catalog: TestCatalog;
  const all = 47;
  beforeAll(async () => {
    catalog = await createTestCatalog();
    for (let index = 0; index < all; index++) {
      // Few distinct dates, prices and titles: nearly every neighbour is a tie.
      await catalog.product({
        slug: `tie-${index}`,
        title: `Tie ${index % 3}`,
        publishedAt: new Date(Date.UTC(2026, 0, 1 + (index % 4))),
        variants: [{ price: 1_000 * (1 + (index % 3)) }],
      });
    }
  });
  afterAll(() => catalog.close());

  const walk = async (
    query: string,
    next: (answer: { nextCursor: string | null; page: number | null }) => string | null,
  ) => {
    const seen: string[] = [];
    for (let more: string | null = ''; more !== null;) {
      const response = await catalog.get(`/public/products?${query}${more}`);
      const answer: z.output<typeof productListAnswer> = productListAnswer.parse(response.json());
      expect(answer.total).toBe(all);
      seen.push(...answer.products.map(({ id }) => id));
      more = answer.products.length === 0 ? null : next(answer);
    }
    return seen;
  };

  it('[API-15] meet without gap or repeat, by cursor and by number alike, in every order and size', async () => {
    const sorts = fc.constantFrom('newest', 'relevance', 'price-asc', 'price-desc', 'title');
    await fc.assert(
      fc.asyncProperty(sorts, fc.integer({ min: 1, max: 50 }), fc.boolean(), async (sort, limit, words) => {
        const query = `sort=${sort}&limit=${limit}${words ? '&q=tie' : ''}`;
        const byCursor = await walk(query, ({ nextCursor }) => nextCursor && `&cursor=${nextCursor}`);
        const byNumber = await walk(query, ({ page, nextCursor }) =>
          nextCursor ? `&page=${page! + 1}` : null,
        );
        expect(new Set(byCursor).size).toBe(all);
        expect(byCursor).toHaveLength(all);
        expect(byNumber).toEqual(byCursor);
      }),
      { numRuns: 30 },
    );
  });

  it('[CAT-3] cost one statement, whether 1, 20 or 100 rows', async () => {
    const sent: string[] = [];
    const stop = catalog.database.shop.onSent(({ statements }) => sent.push(...statements));
    for (const limit of [1, 20, 100])
      await catalog.get(`/public/products?limit=${limit}&sort=title&minPrice=0`);
    stop();
    const lists = sent.filter((name) => !name.startsWith('catalog.version'));
    expect(lists).toHaveLength(3);
  });
});
