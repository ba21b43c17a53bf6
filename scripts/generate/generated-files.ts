import { existsSync, readFileSync } from 'node:fs';
import { join } from 'node:path';
import pg from 'pg';
import { migrationsFolder } from '../../packages/server/src/package-root.ts';
import { describeApp } from '../../packages/server/src/testing/describe-app.ts';
import { writeSchema } from './schema/write-schema.ts';
import { writeClientTypes } from './write-client-types.ts';
import { writeErrors } from './write-errors.ts';
import { writePostman, type ApiDocument } from './write-postman.ts';
import { writeStates } from './write-states.ts';
import { writeConfiguration, writeEnvExample } from './write-settings.ts';

/** Every generated file, path to content, made from the code and from a migrated database. */
export async function generatedFiles(databaseUrl: string): Promise<Map<string, string>> {
  const document = await readApiDocument();
  return new Map([
    ['.env.example', writeEnvExample()],
    ['docs/CONFIGURATION.md', writeConfiguration()],
    ['docs/ERRORS.md', writeErrors()],
    ['docs/STATES.md', writeStates()],
    ['docs/postman_collection.json', writePostman(document)],
    ['packages/client/src/generated/api.ts', await writeClientTypes(document)],
    ['packages/server/schema.sql', await readSchemaFile(databaseUrl)],
  ]);
}

/** The paths whose file under `root` is missing or differs. */
export function staleFiles(root: string, files: Map<string, string>): string[] {
  return [...files]
    .filter(
      ([path, content]) =>
        !existsSync(join(root, path)) || readFileSync(join(root, path), 'utf8') !== content,
    )
    .map(([path]) => path);
}

async function readApiDocument(): Promise<ApiDocument> {
  const described = await describeApp();
  try {
    return described.app.swagger() as unknown as ApiDocument;
  } finally {
    await described.close();
  }
}

async function readSchemaFile(databaseUrl: string): Promise<string> {
  const client = new pg.Client({ connectionString: databaseUrl });
  await client.connect();
  try {
    return await writeSchema(client, migrationsFolder);
  } finally {
    await client.end();
  }
}
