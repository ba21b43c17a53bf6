import type { CatalogueSearch } from './queries.ts';

const SORTS = ['relevance', 'newest', 'price-asc', 'price-desc', 'title'] as const;
const AMOUNT = /^\d{1,12}(?:\.\d{1,4})?$/;
const MOST_OPTIONS = 20;

/** Reads the catalogue's filters from an address, whoever wrote it; what makes no sense is left out. */
export function catalogueSearch(search: Record<string, unknown>): CatalogueSearch {
  const text = (name: string, max: number) => {
    const value = search[name];
    const given = typeof value === 'number' ? String(value) : value;
    return typeof given === 'string' && given.trim() && given.length <= max ? given.trim() : undefined;
  };
  const amount = (name: string) => {
    const value = text(name, 20)?.replace(',', '.');
    return value && AMOUNT.test(value) ? value : undefined;
  };
  const [minPrice, maxPrice] = [amount('minPrice'), amount('maxPrice')];
  const page = Number(search['page']);
  const given = search['option'];
  const options = (Array.isArray(given) ? given : [given]).filter(
    (one): one is string => typeof one === 'string' && /^[^:]{1,255}:.{1,255}$/su.test(one),
  );
  const found: CatalogueSearch = {
    q: text('q', 100),
    category: text('category', 255),
    designer: text('designer', 255),
    minPrice,
    maxPrice: minPrice && maxPrice && Number(maxPrice) < Number(minPrice) ? undefined : maxPrice,
    inStock: String(search['inStock']) === 'true' ? 'true' : undefined,
    option: options.length > 0 ? options.slice(0, MOST_OPTIONS) : undefined,
    tag: text('tag', 255),
    sort: SORTS.find((one) => one === search['sort']),
    page: Number.isInteger(page) && page > 1 && page <= 100_000 ? page : undefined,
  };
  return Object.fromEntries(Object.entries(found).filter(([, value]) => value !== undefined));
}
