import type pg from 'pg';
import { readMigrations, type Migration } from '../../../packages/server/src/platform/db/migrate.ts';
import { readSchema, type SchemaObject } from './read-schema.ts';

const HEADER = `-- The whole schema of today in one read, by domain. Written by "npm run generate" from a migrated database;
-- the migrations are what runs.
`;

interface Placed extends SchemaObject {
  domain: string;
  place: number;
}

/** The schema as one readable SQL file: each domain's objects in the order its migrations create them. */
export async function writeSchema(client: pg.ClientBase, migrationsFolder: string): Promise<string> {
  const migrations = await readMigrations(migrationsFolder);
  const placed = (await readSchema(client)).map((object) => ({ ...object, ...placeOf(object, migrations) }));
  const domains = [...new Set([...migrations.map(domainOf), 'other'])];
  const chapters = domains.flatMap((domain) => {
    const own = placed.filter((object) => object.domain === domain).sort(inOrder);
    return own.length === 0
      ? []
      : [`-- ══ ${domain} ══\n\n${own.map(({ statements }) => `${statements.join('\n')}\n`).join('\n')}`];
  });
  return [HEADER, ...chapters].join('\n');
}

function inOrder(a: Placed, b: Placed): number {
  return a.place - b.place || a.name.localeCompare(b.name);
}

function domainOf(migration: Migration): string {
  return migration.name
    .replace(/^\d+_/, '')
    .replace(/\.sql$/, '')
    .split('_')[0]!;
}

// Where an object is first created; a later migration that replaces it does not move it.
function placeOf(object: SchemaObject, migrations: Migration[]): { domain: string; place: number } {
  const creation = new RegExp(
    `\\bcreate (or replace )?(materialized )?${object.kind} (if not exists )?"?${object.name}\\b`,
    'i',
  );
  for (const [index, migration] of migrations.entries()) {
    const at = migration.text.search(creation);
    if (at >= 0) return { domain: domainOf(migration), place: index * 1e7 + at };
  }
  return { domain: 'other', place: 0 };
}
