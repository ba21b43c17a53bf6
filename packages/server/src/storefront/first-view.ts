import { AppError } from '../platform/errors.ts';
import type { CatalogReads } from '../domains/catalog/public.ts';
import type { MarketRef } from '../market.ts';
import type { Page } from './build.ts';

/** An answer of the API that a page brings along, so that nothing is asked for before it is drawn. */
export interface GivenAnswer {
  url: string;
  /** JSON, as the route would send it. */
  body: string;
}

const PRODUCTS = '/api/public/products';
/** Longer searches are asked for by the page itself. */
const SEARCH_CHARACTERS = 200;

/** What a page's first view is made of, read as its own market sees it. What cannot be read now, the page asks for itself. */
export async function readFirstView(
  catalog: CatalogReads,
  page: Pick<Page, 'reads'>,
  { market, search }: { market: MarketRef; search: string },
): Promise<GivenAnswer[]> {
  if (search.length > SEARCH_CHARACTERS) return [];
  const urls = page.reads.map((url) => url.replace('{search}', search && `${search}&`));
  const answers = await Promise.all(
    urls.map(async (url) => {
      const answer = await catalog.at(url, market).catch((error: unknown) => {
        if (error instanceof AppError) return null;
        throw error;
      });
      return answer ? [{ url, body: answer.body.toString('utf8') }] : [];
    }),
  );
  return answers.flat();
}

/** The first pictures of the list among the answers. */
export function firstPictures(answers: readonly GivenAnswer[], count: number): string[] {
  const list = answers.find(({ url }) => url.startsWith(`${PRODUCTS}?`));
  if (!list) return [];
  const { products } = JSON.parse(list.body) as { products: { imageUrl: string | null }[] };
  return products.slice(0, count).flatMap(({ imageUrl }) => imageUrl ?? []);
}
