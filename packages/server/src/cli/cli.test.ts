import { spawn } from 'node:child_process';
import { mkdtemp, readFile, rm, writeFile } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { afterAll, beforeAll, describe, expect, it } from 'vitest';
import { packageRoot } from '../package-root.ts';
import { createTestDatabase, type TestDatabase } from '../testing/test-database.ts';

interface Run {
  code: number | null;
  out: string;
  err: string;
}

const PRODUCTS = `Handle,Title,Vendor,Type,Option1 Name,Option1 Value,Variant Price,Variant Inventory Qty
wool-hat,Wool Hat,Hatters,Hats,Size,S,12.50,3
wool-hat,,,,,L,14.00,0
`;

describe('the command line', () => {
  let database: TestDatabase;
  let folder: string;
  beforeAll(async () => {
    database = await createTestDatabase();
    folder = await mkdtemp(join(tmpdir(), 'cartwright-cli-'));
  });
  afterAll(async () => {
    await database.close();
    await rm(folder, { recursive: true, force: true });
  });

  const cartwright = (
    args: string[],
    { env = {}, input = '' }: { env?: Record<string, string>; input?: string } = {},
  ) =>
    run(args, { DATABASE_URL: database.ownerUrl, DATA_DIR: folder, NODE_ENV: 'development', ...env }, input);

  it('[RUN-6] helps everywhere, and tells wrong usage with exit code 2', async () => {
    const help = await cartwright(['--help']);
    expect(help.code).toBe(0);
    for (const command of ['start', 'worker', 'migrate', 'seed', 'import', 'export', 'admin', 'doctor']) {
      expect(help.out).toMatch(new RegExp(`^ {2}${command}\\b`, 'm'));
    }
    const of = await Promise.all(['import', 'admin'].map((command) => cartwright([command, '--help'])));
    expect(of.map(({ code }) => code)).toEqual([0, 0]);
    const wrong = await Promise.all([cartwright(['import']), cartwright(['no-such-command'])]);
    expect(wrong.map(({ code }) => code)).toEqual([2, 2]);
  });

  it('[RUN-6] lists and applies migrations, for people and for scripts', async () => {
    const status = await cartwright(['migrate', 'status', '--json']);
    expect(status.code).toBe(0);
    expect(JSON.parse(status.out)).toMatchObject({ pending: [], changed: [] });
    expect((await cartwright(['migrate', 'up'])).out).toBe('nothing to do\n');
  });

  it('[RUN-6] [CAT-5] imports, changes nothing the second time, and names broken rows with exit code 3', async () => {
    const file = join(folder, 'products.csv');
    await writeFile(file, PRODUCTS);
    const first = await cartwright(['import', file, '--json']);
    expect(JSON.parse(first.out)).toMatchObject({ created: 1, failed: 0, problems: [] });
    const second = await cartwright(['import', file, '--json']);
    expect(second.code).toBe(0);
    expect(JSON.parse(second.out)).toMatchObject({ created: 0, updated: 0, unchanged: 1 });
    await writeFile(file, `${PRODUCTS}broken,Broken,Hatters,Hats,,,abc,1\n`);
    const third = await cartwright(['import', file]);
    expect(third.code).toBe(3);
    expect(third.out).toMatch(/^line 4 \(broken\): PRICE_INVALID/m);
    expect(third.out).toMatch(/unchanged 1, failed 1\n$/);
  });

  it('[RUN-6] [CAT-5] exports what it imported, losing nothing', async () => {
    const file = join(folder, 'exported.csv');
    expect((await cartwright(['export', file])).code).toBe(0);
    expect(await readFile(file, 'utf8')).toContain('wool-hat');
    const again = await cartwright(['import', file, '--json']);
    expect(JSON.parse(again.out)).toMatchObject({ created: 0, updated: 0, failed: 0 });
  });

  it('[RUN-6] makes an admin whose password stands in no argument, once, and not with a weak one', async () => {
    const create = (input: string) =>
      cartwright(['admin', 'create', '--email', 'boss@example.com'], { input });
    const weak = await create('password\n');
    expect(weak.code).toBe(1);
    expect(weak.err).toMatch(/at least 8 characters/);
    expect((await create('Strong-Enough-1\n')).code).toBe(0);
    const { rows } = await database.admin.query(
      'select role from shoppers join users on shopper_id = id where email = $1',
      ['boss@example.com'],
    );
    expect(rows).toEqual([{ role: 'admin' }]);
    const twice = await create('Strong-Enough-1\n');
    expect(twice.code).toBe(1);
    expect(twice.err).toMatch(/already/);
  });

  it('[RUN-6] seeds the sample store once, and never in production by accident', async () => {
    const production = { NODE_ENV: 'production', JWT_SECRET: 'a-secret-of-more-than-thirty-two-characters' };
    const refused = await cartwright(['seed'], { env: production });
    expect(refused.code).toBe(1);
    expect(refused.err).toMatch(/--force/);
    const made = JSON.parse((await cartwright(['seed', '--json'])).out) as {
      products: number;
      users: number;
    };
    expect(made.products).toBeGreaterThanOrEqual(60);
    expect(made.users).toBe(5);
    expect(JSON.parse((await cartwright(['seed', '--json'])).out)).toEqual({ products: 0, users: 0 });
  });

  it('[RUN-6] [STK-4] the doctor finds a balance that is not the sum of its movements', async () => {
    const findings = async () => {
      const { code, out } = await cartwright(['doctor', '--json']);
      const { findings: all } = JSON.parse(out) as { findings: { check: string; ok: boolean }[] };
      return {
        code,
        ledger: all.find(({ check }) => check === 'stock ledger')?.ok,
        tables: all.find(({ check }) => check === 'personal tables')?.ok,
      };
    };
    expect(await findings()).toMatchObject({ ledger: true, tables: true });
    await database.admin.query(
      'update stock_levels set on_hand = on_hand + 1 where variant_id = (select variant_id from stock_levels limit 1)',
    );
    await database.admin.query('alter table wishlist_items no force row level security');
    expect(await findings()).toEqual({ code: 3, ledger: false, tables: false });
  });
});

function run(args: string[], env: Record<string, string>, input: string): Promise<Run> {
  return new Promise((resolve) => {
    const child = spawn(process.execPath, ['--import', 'tsx', join(packageRoot, 'src/cli.ts'), ...args], {
      env: { PATH: process.env['PATH'], ...env },
      cwd: join(packageRoot, '../..'),
    });
    const said: Run = { code: null, out: '', err: '' };
    child.stdout.on('data', (chunk: Buffer) => (said.out += chunk.toString()));
    child.stderr.on('data', (chunk: Buffer) => (said.err += chunk.toString()));
    child.on('close', (code) => {
      resolve({ ...said, code });
    });
    child.stdin.end(input);
  });
}
