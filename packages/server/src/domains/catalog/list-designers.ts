import type { Access } from '../../platform/db/database.ts';
import { refuse } from '../../platform/errors.ts';
import { catalogErrors } from './errors.ts';
import type { MarketRef } from '../../market.ts';
import { listPublicDesigners } from './queries.ts';
import type { DesignerListQuery } from './schema.ts';

/** A page of the published designers as a finished document: one statement, however many. */
export async function listDesigners(
  access: Access<unknown>,
  query: DesignerListQuery,
  market: MarketRef,
): Promise<string> {
  const { rows } = await access.browse(
    listPublicDesigners({
      market: market.code,
      idOrSlug: null,
      sort: query.sort,
      after: query.cursor ?? null,
      limit: query.limit,
    }),
  );
  const { designers, nextCursor } = rows[0][0]!;
  return `{"designers":${designers},"nextCursor":${JSON.stringify(nextCursor)}}`;
}

/** One published designer by id or slug as a finished document, or DESIGNER_NOT_FOUND. */
export async function readDesigner(
  access: Access<unknown>,
  idOrSlug: string,
  market: MarketRef,
): Promise<string> {
  const { rows } = await access.browse(
    listPublicDesigners({ market: market.code, idOrSlug, sort: 'name', after: null, limit: 1 }),
  );
  const { designers, count } = rows[0][0]!;
  if (count === 0) throw refuse(catalogErrors.designerNotFound);
  return `{"designer":${designers.slice(1, -1)}}`;
}
