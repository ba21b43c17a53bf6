import { readdir, stat } from 'node:fs/promises';
import { afterAll, beforeAll, describe, expect, it } from 'vitest';
import { loadConfig } from '../config.ts';
import { AccessTokens } from '../domains/identity/public.ts';
import { Processes, type Finished } from '../testing/processes.ts';
import { createTestDatabase, type TestDatabase } from '../testing/test-database.ts';

const ISSUER = 'http://localhost:4000';
const ID = '0190c0c0-0000-7000-8000-000000000000';
const keysOf = (env: Record<string, string>) => loadConfig({ NODE_ENV: 'test', ...env }).keys;

describe('keys rotate', () => {
  const processes = new Processes();
  let database: TestDatabase;
  beforeAll(async () => {
    database = await createTestDatabase();
  });
  afterAll(async () => {
    await processes.cleanUp();
    await database.close();
  });

  const run = (args: string, env: Record<string, string> = {}) =>
    processes.run(args.split(' '), { DATABASE_URL: database.ownerUrl, ...env });
  const json = ({ stdout }: Finished): ReturnType<typeof JSON.parse> => JSON.parse(stdout);
  const withoutStack = ({ stderr }: Finished) => expect(stderr).not.toMatch(/^\s+at .*:\d+/m);

  it('[RUN-6] [AUTH-3] prints the new JWT_KEYS, with which tokens of before verify, and leaves an audit row', async () => {
    const JWT_KEYS = `old:${'o'.repeat(40)}`;
    const before = new AccessTokens({ keys: keysOf({ JWT_KEYS }), issuer: ISSUER, now: () => new Date() });
    const token = before.issue({ sub: ID, sid: ID, role: 'customer', market: 'us' });
    const first = await run('keys rotate --json', { JWT_KEYS });
    expect({ code: first.code, ...json(first) }).toMatchObject({ code: 0, file: null });
    const { keyId, jwtKeys } = json(first);
    const keys = keysOf({ JWT_KEYS: jwtKeys });
    expect(keys.map(({ id }) => id)).toEqual([keyId, 'old']);
    const after = new AccessTokens({ keys, issuer: ISSUER, now: () => new Date() });
    expect(after.verify(token).sub).toBe(ID);
    const fresh = after.issue({ sub: ID, sid: ID, role: 'customer', market: 'us' });
    expect(JSON.parse(Buffer.from(fresh.split('.')[0]!, 'base64url').toString()).kid).toBe(keyId);
    expect(() => before.verify(fresh)).toThrow('TOKEN_INVALID');
    const { rows } = await database.admin.query(
      "select after, l::text as row from audit_log l where action = 'keys.rotate' and target_id = $1",
      [keyId],
    );
    expect(rows[0].after).toEqual({ keys: [keyId, 'old'], from: 'environment' });
    expect(rows[0].row).not.toContain(jwtKeys.split(':')[1].split(',')[0]);
    const secret = await run('keys rotate', { JWT_SECRET: 's'.repeat(40) });
    expect(secret.stdout).toMatch(
      /^made the signing key k\d{8}-\w+\nSet this.*\nJWT_KEYS=k\S+,main:s{40}\nRestart/,
    );
    const comma = await run('keys rotate', { JWT_SECRET: `${'s'.repeat(40)},` });
    expect([comma.code, comma.stdout]).toEqual([1, '']);
    withoutStack(comma);
  });

  it('[RUN-6] [AUTH-3] writes generated keys to the data folder, where a server finds them', async () => {
    const DATA_DIR = await processes.folder();
    const none = { DATABASE_URL: database.ownerUrl, JWT_SECRET: undefined, JWT_KEYS: undefined, DATA_DIR };
    const rotate = () => processes.run(['keys', 'rotate', '--json'], none);
    const [first, second] = [json(await rotate()), json(await rotate())];
    expect(first.keys).toEqual([first.keyId, 'main']);
    expect(second.keys).toEqual([second.keyId, first.keyId, 'main']);
    expect(second.jwtKeys).toBeNull();
    const { keys } = loadConfig({ NODE_ENV: 'test', DATA_DIR });
    expect(keys.map(({ id }) => id)).toEqual(second.keys);
    for (const key of keys) expect(key.secret).toMatch(/^[\w-]{64}$/);
    expect((await stat(second.file)).mode & 0o777).toBe(0o600);
    expect((await readdir(DATA_DIR)).filter((name) => name.startsWith('jwt-secret'))).toEqual(['jwt-secret']);
  });
});
