import { copyFile, mkdir, mkdtemp, rm, writeFile } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { dirname, join } from 'node:path';
import { afterAll, beforeAll, describe, expect, it } from 'vitest';
import { generatedFiles, staleFiles } from '../../../scripts/generate/generated-files.ts';
import { createTestDatabase, type TestDatabase } from '../src/testing/test-database.ts';
import { workspace } from './sources.ts';

describe('generated files', () => {
  let database: TestDatabase;
  let files: Map<string, string>;
  beforeAll(async () => {
    database = await createTestDatabase();
    files = await generatedFiles(database.ownerUrl);
  });
  afterAll(() => database.close());

  it('[OPS-3] [RUN-5] say what the code says; npm run generate mends them', () => {
    expect(staleFiles(workspace, files)).toEqual([]);
  });

  it('[OPS-3] … and one that is edited, outdated or missing is caught', async () => {
    const copy = await mkdtemp(join(tmpdir(), 'cartwright-generated-'));
    for (const path of files.keys()) {
      await mkdir(dirname(join(copy, path)), { recursive: true });
      await copyFile(join(workspace, path), join(copy, path));
    }
    await writeFile(join(copy, 'docs/ERRORS.md'), files.get('docs/ERRORS.md')!.replace('404', '405'));
    await rm(join(copy, '.env.example'));
    await database.admin.query('alter table carts add planted int');
    const now = await generatedFiles(database.ownerUrl);
    expect(staleFiles(copy, now).sort()).toEqual([
      '.env.example',
      'docs/ERRORS.md',
      'packages/server/schema.sql',
    ]);
    await rm(copy, { recursive: true });
  });

  it('[RUN-5] describe every setting and every field of the store file', () => {
    const rows = files
      .get('docs/CONFIGURATION.md')!
      .split('\n')
      .filter((line) => line.startsWith('| `'));
    expect(rows.length).toBeGreaterThan(35);
    const undescribed = rows.filter(
      (row) => row.split('|').filter((cell) => /[a-z]{2,} [a-z]/i.test(cell)).length === 0,
    );
    expect(undescribed).toEqual([]);
  });
});
