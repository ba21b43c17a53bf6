import { noSuch } from '../../errors.ts';
import { seconds } from './objects.ts';
import type { ListQuery } from './schema.ts';

/** A page of Stripe's lists: newest first, by cursor, bounded by the time of creation. */
export function listPage<Row extends { id: string; createdAt: string }>(
  url: string,
  rows: Row[],
  { limit, created, starting_after: after, ending_before: before }: ListQuery,
  render: (row: Row) => unknown,
) {
  const inTime = rows.filter(({ createdAt }) => within(seconds(createdAt), created)).reverse();
  const start = after === undefined ? 0 : placeOf(inTime, after, 'starting_after') + 1;
  const end = before === undefined ? inTime.length : placeOf(inTime, before, 'ending_before');
  const some = inTime.slice(start, end);
  const page = before === undefined ? some.slice(0, limit) : some.slice(-limit);
  return { object: 'list', url, has_more: some.length > page.length, data: page.map(render) };
}

function within(at: number, { gt, gte, lt, lte }: Record<string, number | undefined>): boolean {
  return (
    (gt === undefined || at > gt) &&
    (gte === undefined || at >= gte) &&
    (lt === undefined || at < lt) &&
    (lte === undefined || at <= lte)
  );
}

function placeOf(rows: { id: string }[], id: string, param: string): number {
  const place = rows.findIndex((row) => row.id === id);
  if (place === -1) throw noSuch('object in this list', id, param);
  return place;
}
