import type { Access } from '../../platform/db/database.ts';
import {
  insertMissingCategories,
  insertMissingDesigners,
  listCategoriesCalled,
  listDesignersCalled,
} from './queries-import.ts';
import { slugOf } from './search-words.ts';

interface NamedRow {
  id: string;
  slug: string;
  name: string;
}

/** Designers or categories by what a file calls them. */
export type Named = ReadonlyMap<string, NamedRow>;

/** What stands in for a blank vendor or type, there and back. */
export const UNBRANDED = { slug: 'unbranded', name: 'Unbranded' };
export const UNCATEGORISED = { slug: 'uncategorised', name: 'Uncategorised' };

/** Finds the designers whom these vendors name and makes the missing ones. */
export async function ensureDesigners(
  access: Access<unknown>,
  vendors: readonly string[],
  now: Date,
): Promise<Named> {
  const wanted = wantedOf(vendors, UNBRANDED);
  const list = listDesignersCalled(vendors, slugsOf(wanted));
  const known = resolve(wanted, (await access.read(list)).rows[0]);
  const missing = wanted.filter(({ called }) => !known.has(called));
  if (missing.length === 0) return known;
  const { rows } = await access.write(insertMissingDesigners(oneOfEachSlug(missing), now), list);
  return resolve(wanted, rows[1]);
}

/** Finds the categories that these product types name and makes the missing ones. */
export async function ensureCategories(
  access: Access<unknown>,
  types: readonly string[],
  now: Date,
): Promise<Named> {
  const wanted = wantedOf(types, UNCATEGORISED);
  const list = listCategoriesCalled(types, slugsOf(wanted));
  const known = resolve(wanted, (await access.read(list)).rows[0]);
  const missing = wanted.filter(({ called }) => !known.has(called));
  if (missing.length === 0) return known;
  const { rows } = await access.write(insertMissingCategories(oneOfEachSlug(missing), now), list);
  return resolve(wanted, rows[1]);
}

interface Wanted {
  /** As the file has it. */
  called: string;
  slug: string;
  name: string;
}

function wantedOf(names: readonly string[], fallback: { slug: string; name: string }): Wanted[] {
  return [...new Set(names)].map((called) => {
    const slug = slugOf(called);
    return slug ? { called, slug, name: called } : { called, ...fallback };
  });
}

// By the name first: a name may have been changed since, or the slug chosen by hand.
function resolve(wanted: readonly Wanted[], rows: readonly NamedRow[]): Named {
  const byName = new Map(rows.map((row) => [row.name, row]));
  const bySlug = new Map(rows.map((row) => [row.slug, row]));
  const found = new Map<string, NamedRow>();
  for (const { called, slug } of wanted) {
    const row = byName.get(called) ?? bySlug.get(slug);
    if (row) found.set(called, row);
  }
  return found;
}

function oneOfEachSlug(wanted: readonly Wanted[]): { slug: string; name: string }[] {
  return [...new Map(wanted.toReversed().map(({ slug, name }) => [slug, { slug, name }])).values()];
}

function slugsOf(wanted: readonly Wanted[]): string[] {
  return wanted.map(({ slug }) => slug);
}
