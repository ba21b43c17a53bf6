import type { Access } from '../../platform/db/database.ts';
import type { MarketRef } from '../../market.ts';
import { type ProductPageInput, readProductPage } from './queries-list.ts';
import { effectiveSort, type ProductListQuery } from './schema.ts';
import { categoryForms, searchWords } from './search-words.ts';

/** What a list query means, in one form however it was written; also what the kept answer is known by. */
export function productPageInput(query: ProductListQuery, market: MarketRef): ProductPageInput {
  const { cursor } = query;
  return {
    market: market.code,
    currency: market.currency,
    words: searchWords(query.q),
    categories: query.category ? categoryForms(query.category) : null,
    designer: query.designer ?? null,
    tag: query.tag || null,
    minPrice: query.minPrice ?? null,
    maxPrice: query.maxPrice ?? null,
    inStock: query.inStock === 'true',
    options: optionGroups(query.option ?? []),
    sort: effectiveSort(query),
    after: cursor ? { text: cursor.text, first: cursor.first, second: cursor.second, id: cursor.id } : null,
    page: cursor ? null : (query.page ?? 1),
    limit: query.limit,
  };
}

/** The public product list as a finished document: one statement, however many products (CAT-2, CAT-3). */
export async function listProducts(access: Access<unknown>, input: ProductPageInput): Promise<string> {
  const { rows } = await access.browse(readProductPage(input));
  return rows[0][0]!.body;
}

function optionGroups(option: string | string[]): { name: string; values: string[] }[] {
  const groups = new Map<string, Set<string>>();
  for (const pair of typeof option === 'string' ? [option] : option) {
    const colon = pair.indexOf(':');
    const name = pair.slice(0, colon).trim().toLowerCase();
    const values = groups.get(name) ?? new Set();
    groups.set(
      name,
      values.add(
        pair
          .slice(colon + 1)
          .trim()
          .toLowerCase(),
      ),
    );
  }
  return [...groups]
    .map(([name, values]) => ({ name, values: [...values].sort() }))
    .sort((a, b) => (a.name < b.name ? -1 : 1));
}
