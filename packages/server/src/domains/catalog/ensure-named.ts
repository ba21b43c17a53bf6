import type { Access } from '../../platform/db/database.ts';
import {
  insertMissingCategories,
  insertMissingDesigners,
  listCategoriesBySlug,
  listDesignersBySlug,
} from './queries-import.ts';
import { slugOf } from './search-words.ts';

/** Designers or categories by the slug of the name that a file calls them. */
export type Named = ReadonlyMap<string, { id: string; name: string }>;

/** What stands in for a blank vendor or type, there and back. */
export const UNBRANDED = { slug: 'unbranded', name: 'Unbranded' };
export const UNCATEGORISED = { slug: 'uncategorised', name: 'Uncategorised' };

export const designerSlug = (vendor: string) => slugOf(vendor) || UNBRANDED.slug;
export const categorySlug = (type: string) => slugOf(type) || UNCATEGORISED.slug;

/** Finds the designers of these names and makes the missing ones. */
export async function ensureDesigners(
  access: Access<unknown>,
  vendors: readonly string[],
  now: Date,
): Promise<Named> {
  const wanted = bySlug(vendors, designerSlug, UNBRANDED.name);
  const { rows } = await access.write(
    insertMissingDesigners(wanted, now),
    listDesignersBySlug(wanted.map(({ slug }) => slug)),
  );
  return new Map(rows[1].map((row) => [row.slug, row]));
}

/** Finds the categories of these names and makes the missing ones. */
export async function ensureCategories(
  access: Access<unknown>,
  types: readonly string[],
  now: Date,
): Promise<Named> {
  const wanted = bySlug(types, categorySlug, UNCATEGORISED.name);
  const { rows } = await access.write(
    insertMissingCategories(wanted, now),
    listCategoriesBySlug(wanted.map(({ slug }) => slug)),
  );
  return new Map(rows[1].map((row) => [row.slug, row]));
}

function bySlug(names: readonly string[], slugFor: (name: string) => string, fallback: string) {
  const named = new Map<string, string>();
  for (const name of names)
    if (!named.has(slugFor(name))) named.set(slugFor(name), slugOf(name) ? name : fallback);
  return [...named].map(([slug, name]) => ({ slug, name }));
}
