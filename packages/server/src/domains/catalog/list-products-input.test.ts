import { afterAll, beforeAll, describe, expect, it } from 'vitest';
import { createTestCatalog, type TestCatalog } from './catalog.fixture.ts';
import { productListAnswer } from './schema.ts';

describe('the input of the product list', () => {
  let catalog: TestCatalog;
  beforeAll(async () => {
    catalog = await createTestCatalog();
    for (const title of ['Allotment Shirt', 'Rhubarb Shirt', 'Orchard Dress'])
      await catalog.product({ title });
  });
  afterAll(() => catalog.close());

  const list = async (query: Record<string, string>) => {
    const answer = await catalog.get(`/public/products?${new URLSearchParams(query)}`);
    expect(answer.statusCode, answer.body).toBe(200);
    return productListAnswer.parse(answer.json());
  };

  it.each([
    ['q', 'x'.repeat(10_000), 414],
    ['q', 'x'.repeat(401), 400],
    ['q', 'word '.repeat(30), 400],
    ['q', 'a\0b', 400],
    ['category', '../etc', 400],
    ['designer', "x' or 1=1", 400],
    ['minPrice', '-1', 400],
    ['minPrice', '1e9', 400],
    ['maxPrice', 'NaN', 400],
    ['inStock', 'yes', 400],
    ['option', 'Size', 400],
    ['option', ':M', 400],
    ['tag', '\0', 400],
    ['sort', 'price', 400],
    ['limit', '0', 400],
    ['limit', '101', 400],
    ['limit', 'abc', 400],
    ['limit', '1.5', 400],
    ['page', '0', 400],
    ['page', '-1', 400],
    ['page', '1e300', 400],
    ['cursor', 'garbage', 400],
    ['cursor', Buffer.from('["newest","",1,2,3]').toString('base64url'), 400],
    [
      'cursor',
      Buffer.from('["newest","\\u0000","1","2","0190163d-8694-739b-aea5-966c26f8ad91"]').toString(
        'base64url',
      ),
      400,
    ],
    [
      'cursor',
      Buffer.from('["title","","1","2","0190163d-8694-739b-aea5-966c26f8ad91"]').toString('base64url'),
      400,
    ],
    ['cursor', 'A'.repeat(3_001), 400],
  ])('[API-6] refuses %s=%.40s', async (name, value, status) => {
    const answer = await catalog.get(`/public/products?${new URLSearchParams([[name, value]])}`);
    expect(answer.statusCode, answer.body).toBe(status);
  });

  it.each(['%', '%_%', "'", '"', '\\', '$$', '{}', '<b>', '🙂', '\u202e', 'a'.repeat(100)])(
    '[API-6] answers the search %s with no error',
    async (q) => {
      expect((await list({ q })).total).toBe(q === '<b>' ? 3 : 0);
    },
  );

  it('[API-6] refuses what contradicts itself or comes twice', async () => {
    const { nextCursor } = await list({ limit: '2' });
    for (const query of [
      `limit=2&page=2&cursor=${nextCursor}`,
      `sort=title&cursor=${nextCursor}`,
      'minPrice=5&maxPrice=4',
      'q=a&q=b',
      'sort=title&sort=newest',
    ]) {
      const answer = await catalog.get(`/public/products?${query}`);
      expect(answer.statusCode, query).toBe(400);
      expect(answer.json()).toMatchObject({ error: { reason: 'VALIDATION_FAILED' } });
    }
  });
});
