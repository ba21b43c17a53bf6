import { readFile, writeFile } from 'node:fs/promises';
import { join } from 'node:path';
import { fileURLToPath } from 'node:url';
import { randomBytes } from 'node:crypto';
import { afterAll, beforeAll, describe, expect, it } from 'vitest';
import { freePort } from './testing/free-port.ts';
import { postmasterOf, Processes, type Finished } from './testing/processes.ts';
import type { Command } from 'commander';
import { createProgram } from './cli/program.ts';
import { createTestDatabase, type TestDatabase } from './testing/test-database.ts';

const fixture = (name: string) =>
  fileURLToPath(new URL(`domains/catalog/shopify-csv/fixtures/${name}`, import.meta.url));

describe('usage', () => {
  it.each([
    '',
    'start',
    'worker',
    'migrate',
    'migrate status',
    'migrate up',
    'seed',
    'import',
    'export',
    'admin',
    'admin create',
    'audit',
    'audit verify',
    'keys',
    'keys rotate',
    'doctor',
    'reconcile',
  ])('[RUN-6] %s --help', async (command) => {
    const { code, out, err } = await parse([...command.split(' ').filter(Boolean), '--help']);
    expect({ code, err }).toEqual({ code: 0, err: '' });
    expect(out).toMatch(/^Usage: cartwright/);
  });

  it.each([
    'nothing',
    'start --fast',
    'import',
    'migrate sideways',
    'admin create',
    'admin create --email nobody',
    'audit verify --head 12',
    'doctor extra',
    'keys rotate now',
    'worker --jobs',
    'reconcile --days 0',
  ])('[RUN-6] %s is refused with 2 and a hint', async (args) => {
    const { code, out, err } = await parse(args.split(' '));
    expect({ code, out }).toEqual({ code: 2, out: '' });
    expect(err).toMatch(/^error: .+\n\nRun it with --help/);
  });
});

describe('the command line', () => {
  const processes = new Processes();
  let database: TestDatabase;
  let folder: string;
  beforeAll(async () => {
    database = await createTestDatabase();
    folder = await processes.folder();
  });
  afterAll(async () => {
    await processes.cleanUp();
    await database.close();
  });

  const run = (args: string, env: Record<string, string> = {}, input = '') =>
    processes.run(args.split(' '), { DATABASE_URL: database.ownerUrl, DATA_DIR: folder, ...env }, input);
  const json = ({ stdout }: Finished): ReturnType<typeof JSON.parse> => JSON.parse(stdout);
  const withoutStack = ({ stderr }: Finished) => expect(stderr).not.toMatch(/^\s+at .*:\d+/m);

  it('[RUN-6] ends with those codes as a process', async () => {
    const [help, wrong] = await Promise.all([run('--help'), run('nothing')]);
    expect([help.code, help.stderr, wrong.code, wrong.stdout]).toEqual([0, '', 2, '']);
  });

  it('[RUN-6] [RUN-3] migrate tells what is pending with 3, applies it, and then has nothing to do', async () => {
    const name = `fresh_${randomBytes(4).toString('hex')}`;
    await database.admin.query(`create database ${name} owner cartwright`);
    const DATABASE_URL = database.ownerUrl.replace(/\/test_\w+/, `/${name}`);
    const before = await run('migrate status --json', { DATABASE_URL });
    expect(before.code).toBe(3);
    expect(json(before)).toMatchObject({
      applied: [],
      changed: [],
      pending: expect.arrayContaining(['0001_foundation.sql']),
    });
    expect((await run('doctor', { DATABASE_URL })).stdout).toMatch(/WRONG +migrations/);
    const up = await run('migrate up --json', { DATABASE_URL });
    expect(json(up)).toEqual({ applied: json(before).pending });
    const [again, status] = [
      await run('migrate up', { DATABASE_URL }),
      await run('migrate status', { DATABASE_URL }),
    ];
    expect([again.code, again.stdout, status.code]).toEqual([0, 'nothing to do\n', 0]);
    await database.admin.query(`drop database ${name} with (force)`);
  });

  it('[CAT-5] [RUN-6] import reports, exits with 3 where rows failed, and changes nothing the second time', async () => {
    const first = await run(`import ${fixture('shapes.csv')} --json`);
    expect(first.code).toBe(0);
    expect(json(first)).toMatchObject({ updated: 0, failed: 0, problems: [] });
    expect(json(first).created).toBeGreaterThan(0);
    const again = json(await run(`import ${fixture('shapes.csv')} --json`));
    expect(again).toMatchObject({ created: 0, updated: 0, unchanged: json(first).created });
    const broken = await run(`import ${fixture('broken-rows.csv')}`);
    expect(broken.code).toBe(3);
    expect(broken.stdout).toMatch(/^line \d+ .*: [A-Z_]+\. /m);
    expect(broken.stdout).toMatch(/created \d+, updated \d+, unchanged \d+, failed \d+/);
  });

  it('[CAT-5] export writes what import reads back unchanged', async () => {
    const file = join(folder, 'products.csv');
    expect((await run(`export ${file}`)).code).toBe(0);
    const again = json(await run(`import ${file} --json`));
    expect(again).toMatchObject({ created: 0, updated: 0, failed: 0 });
    expect(again.unchanged).toBeGreaterThan(2);
    expect((await run('export')).stdout).toBe(await readFile(file, 'utf8'));
  });

  it('[RUN-6] seed makes the sample store once, and never in production unless it is forced', async () => {
    expect(json(await run('seed --json'))).toEqual({ products: expect.any(Number), users: 5 });
    expect(json(await run('seed --json'))).toEqual({ products: 0, users: 0 });
    const production = { NODE_ENV: 'production', JWT_SECRET: 'production-has-a-secret-of-its-own' };
    const refused = await run('seed', production);
    expect(refused.code).toBe(1);
    expect(refused.stderr).toContain('--force');
    withoutStack(refused);
    expect((await run('seed --force', production)).code).toBe(0);
  });

  it('[RUN-6] tells what is wrong with files and markets, without a stack', async () => {
    const answers = await inTurns(
      [
        `import ${folder}/nowhere.csv`,
        `import ${folder}`,
        `import ${fixture('shapes.csv')} --market fr`,
        `export ${folder}/no/such/folder.csv`,
      ],
      (args) => run(args),
    );
    for (const answer of answers) {
      expect(answer.code).toBe(1);
      withoutStack(answer);
    }
    expect(answers[0]!.stderr).toContain('nowhere.csv');
    expect(answers[2]!.stderr).toContain('It has: us, ee, kg, in');
  });

  it('[RUN-6] admin create takes the password from standard input, and refuses weak ones and known emails', async () => {
    const create = 'admin create --email chief@example.com';
    const weak = await run(create, {}, 'weak\n');
    expect(weak.code).toBe(1);
    expect(weak.stderr).toMatch(/password/i);
    const none = await run(create, {}, '');
    expect(none.stderr).toContain('standard input');
    const made = await run(`${create} --json`, {}, 'Correct-Horse-1\n');
    expect(json(made)).toEqual({ email: 'chief@example.com', role: 'admin' });
    const twice = await run(create, {}, 'Correct-Horse-1');
    expect(twice.stderr).toContain('has an account already');
    for (const answer of [weak, none, made, twice]) {
      withoutStack(answer);
      expect(answer.stdout + answer.stderr).not.toContain('Correct-Horse-1');
    }
  });

  it('[RUN-6] [STK-4] doctor is content, then finds a planted imbalance and an unprotected table', async () => {
    const well = await run('doctor --json');
    // The tests' own database gives up durability for speed, and doctor says so.
    expect(json(well).findings.filter(({ ok }: { ok: boolean }) => !ok)).toMatchObject([
      { check: 'durability' },
    ]);
    await database.admin.query(
      'update stock_levels set on_hand = on_hand + 1 where variant_id = (select variant_id from stock_levels limit 1)',
    );
    await database.admin.query('create table planted (shopper_id uuid)');
    const ill = await run('doctor');
    expect(ill.code).toBe(3);
    expect(ill.stdout).toMatch(/WRONG +stock ledger +1 balances differ/);
    expect(ill.stdout).toMatch(/WRONG +personal tables +not protected: planted/);
  });

  it('[RUN-6] [AUD-2] audit verify is content, prints the head, and names the first bad row with 4', async () => {
    const table = database.admin;
    await table.query(
      'truncate audit_log, audit_seals; delete from audit_chain; insert into audit_chain default values',
    );
    await table.query(
      "insert into audit_log (at, actor_role, action, target_kind) select now() + n * interval '1 second', 'operator', 'test.' || n, 'thing' from generate_series(1, 3) n",
    );
    const seal = 'select seal_audit_log(100), (select count(*)::int from audit_seals) as links';
    await expect.poll(async () => (await table.query(seal)).rows[0].links, { timeout: 20_000 }).toBe(3);
    const well = await run('audit verify --json');
    expect({ code: well.code, ...json(well) }).toMatchObject({ code: 0, ok: true, fault: null, unsealed: 0 });
    const { number, hash } = json(well).head;
    expect((await run(`audit verify --head ${number}:${hash}`)).stdout).toMatch(
      new RegExp(`^ok .*\\nhead    ${number}:${hash}\n$`),
    );
    await table.query("update audit_log set action = 'test.other' where action = 'test.2'");
    const [ill, told] = await Promise.all([run('audit verify --json'), run('audit verify')]);
    expect({ code: ill.code, ...json(ill) }).toMatchObject({
      code: 4,
      ok: false,
      fault: { kind: 'ROW_CHANGED', number: number - 1 },
    });
    expect({ code: told.code, out: told.stdout }).toMatchObject({
      code: 4,
      out: expect.stringMatching(new RegExp(`^BROKEN  row ${number - 1} \\(.+\\) is not as it was written`)),
    });
  });

  it('[RUN-3] [RUN-5] tells why the database cannot be had, without a stack or a password', async () => {
    const port = await freePort();
    const url = (host: string, name = 'shop') => `postgresql://cartwright:hunter2@${host}/${name}`;
    const noDatabase = database.ownerUrl.replace(/\/test_\w+/, '/nowhere');
    const noRole = database.ownerUrl.replace('//cartwright@', '//stranger@');
    const answers = await inTurns(
      [url(`127.0.0.1:${port}`), url(`localhost:${port}`), url('no-such-host.invalid'), noDatabase, noRole],
      (DATABASE_URL) => run('start', { DATABASE_URL, PORT: String(port) }),
    );
    for (const answer of answers) {
      expect(answer.code).toBe(1);
      expect(answer.stderr).toMatch(/^\nThe database does not (answer|let us in): .+\n {2}.+\n$/);
      expect(answer.stderr).not.toContain('hunter2');
    }
    expect(answers[1]!.stderr).toContain('ECONNREFUSED');
    expect(answers[3]!.stderr).toContain('create database');
  });

  it('[RUN-5] tells every wrong setting at once, and a wrong store file', async () => {
    const settings = await run('start', { PORT: 'x', LOG_LEVEL: 'loud', JWT_SECRET: 'hunter2' });
    expect(settings.code).toBe(1);
    for (const name of ['PORT', 'LOG_LEVEL', 'JWT_SECRET']) expect(settings.stderr).toContain(name);
    expect(settings.stderr).not.toContain('hunter2');
    const STORE_FILE = join(folder, 'store.json');
    await writeFile(STORE_FILE, '{"name": 5}');
    const store = await run('start', { STORE_FILE });
    expect(store).toMatchObject({ code: 1, stderr: expect.stringContaining('STORE_FILE') });
    expect(store.stderr).toContain('defaultMarket');
  });

  it('[RUN-6] commands work on the embedded database when no server runs, and leave none running', async () => {
    const embedded = { DATABASE_URL: '' };
    expect(json(await run('migrate up --json', embedded)).applied).toContain('0001_foundation.sql');
    const { findings } = json(await run('doctor --json', embedded));
    expect(findings.every(({ ok }: { ok: boolean }) => ok)).toBe(true);
    expect(await postmasterOf(folder)).toBeUndefined();
    const worker = await run('worker', embedded);
    expect(worker).toMatchObject({ code: 1, stderr: expect.stringContaining('DATABASE_URL') });
  });

  it('[RUN-6] a command that is interrupted says so by its code and leaves no database running', async () => {
    const child = await processes.launch(['import', fixture('shapes.csv')], { DATA_DIR: folder });
    await expect.poll(() => postmasterOf(folder), { timeout: 15_000, interval: 10 }).toBeDefined();
    child.process.kill('SIGINT');
    expect((await child.finished).code).toBe(130);
    expect(await postmasterOf(folder)).toBeUndefined();
  });
});

/** Parses arguments that end in help or a refusal, in this process. */
async function parse(args: string[]): Promise<{ code: number; out: string; err: string }> {
  let [out, err] = ['', ''];
  const program = createProgram((code) => {
    throw new ExitRequest(code);
  });
  const listen = (command: Command): void => {
    command.configureOutput({ writeOut: (text) => (out += text), writeErr: (text) => (err += text) });
    command.commands.forEach(listen);
  };
  listen(program);
  const error: unknown = await program
    .parseAsync(args, { from: 'user' })
    .catch((failure: unknown) => failure);
  expect(error).toBeInstanceOf(ExitRequest);
  return { code: (error as ExitRequest).code, out, err };
}

class ExitRequest extends Error {
  readonly code: number;

  constructor(code: number) {
    super(`exit with ${code}`);
    this.code = code;
  }
}

/** Runs a few at a time: each is a process, and the machine is shared. */
async function inTurns<Item, Result>(
  items: readonly Item[],
  work: (item: Item) => Promise<Result>,
): Promise<Result[]> {
  const results: Result[] = [];
  for (let next = 0; next < items.length; next += 4)
    results.push(...(await Promise.all(items.slice(next, next + 4).map(work))));
  return results;
}
