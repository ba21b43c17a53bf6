import { mkdtempSync, readFileSync, rmSync, statSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { afterAll, describe, expect, it } from 'vitest';
import { ConfigError, loadConfig, settings, type ConfigProblem } from './config.ts';
import { loadStore } from './load-store.ts';
import { defaultStore } from './store.ts';

const folder = mkdtempSync(join(tmpdir(), 'cartwright-config-'));
afterAll(() => rmSync(folder, { recursive: true }));

const SECRET = 'sixty-four-letters-are-more-than-enough-for-a-signing-secret-0001';

const WRONG: Record<keyof typeof settings, string> = {
  NODE_ENV: 'prod',
  PORT: '80x',
  HOST: '',
  PUBLIC_URL: 'https://shop.example/cart',
  DATA_DIR: '',
  DATABASE_URL: 'mysql://root:hunter2-database@db/shop',
  DATABASE_SHOP_URL: 'hunter2-shop-url',
  DATABASE_SYSTEM_URL: 'http://hunter2-system@db/shop',
  REDIS_URL: 'hunter2-redis',
  STORE_FILE: '',
  JWT_SECRET: 'hunter2-short-secret',
  JWT_KEYS: 'a:hunter2-short-key',
  LOG_LEVEL: 'loud',
  CORS_ORIGINS: 'https://shop.example,https://shop.example/path',
  TRUSTED_PROXIES: '10.0.0.0/8,my-proxy',
  RATE_LIMITS: 'none',
  DRAIN_SECONDS: 'long',
  JOBS: 'yes',
  LEASE_SECONDS: '0.5',
  SMTP_URL: 'mail.example:hunter2-mail',
  MAIL_FROM: 'nobody',
  ALERT_WEBHOOK_URL: 'ftp://hunter2.example',
  ALERT_WEBHOOK_SECRET: 'hunter2',
  METRICS_TOKEN: 'hunter2-token',
  SMS_PROVIDER: 'pigeon',
  SMS_ACCOUNT_ID: 'hunter2-account',
  SMS_AUTH_TOKEN: 'hunter2-sms',
  SMS_FROM: 'hunter2-much-too-long',
  SMS_API_BASE: 'ftp://sms.example',
  FAILPOINT: 'nowhere',
  PAYMENT_MODE: 'real',
  GATEWAY_PORT: '70000',
  STRIPE_SECRET_KEY: 'pk_test_hunter2hunter2',
  STRIPE_PUBLISHABLE_KEY: 'sk_test_hunter2hunter2',
  STRIPE_WEBHOOK_SECRET: 'whsec_0123456789abcdef,hunter2-endpoint',
  STRIPE_API_BASE: 'https://hunter2@stripe.example',
  RAZORPAY_KEY_ID: 'hunter2_test_key_id',
  RAZORPAY_KEY_SECRET: 'hunter2-key',
  RAZORPAY_WEBHOOK_SECRET: 'hunter2-webhook',
  RAZORPAY_API_BASE: 'ftp://razorpay.example',
};
// Empty is unset, and any text will do for a path or an address.
const ANY_TEXT = ['HOST', 'DATA_DIR', 'STORE_FILE'];

describe('configuration', () => {
  it('[RUN-5] names every wrong setting at once, with its problem and a hint, and shows no secret value', () => {
    const { JWT_SECRET, ...wrong } = WRONG;
    const { problems, message } = refused(wrong);
    expect(problems.map(({ name }) => name).sort()).toEqual(
      Object.keys(wrong)
        .filter((name) => !ANY_TEXT.includes(name))
        .sort(),
    );
    for (const { problem, hint } of problems) {
      expect(problem).toMatch(/^must .{5,}/);
      expect(hint.length).toBeGreaterThan(10);
    }
    expect(message).not.toContain('hunter2');
    expect(refused({ JWT_SECRET }).message).not.toContain('hunter2');
  });

  it.each(Object.keys(WRONG).filter((name) => !ANY_TEXT.includes(name)))(
    '[RUN-5] %s alone is refused alone',
    (name) => {
      expect(refused({ [name]: WRONG[name as keyof typeof WRONG] }).problems).toMatchObject([{ name }]);
    },
  );

  it.each([
    ['PORT', ['65536', '-1', '1.5', '0x50', '1e3']],
    [
      'PUBLIC_URL',
      ['shop.example', 'ftp://shop.example', 'https://user@shop.example', 'https://shop.example?x=1'],
    ],
    ['TRUSTED_PROXIES', ['10.0.0.0/33', '::1/129', '10.0.0.0/8/8', '10.0.0.0/']],
    ['JWT_KEYS', [`:${SECRET}`, `a:${SECRET},a:${SECRET}2`, SECRET, ',', `a:${SECRET},`, `a b:${SECRET}`]],
    ['MAIL_FROM', ['Shop <shop>', 'Shop <a@b>\r\nBcc: x@y']],
  ])('[RUN-5] %s refuses what only looks right', (name, values) => {
    for (const value of values) expect(refused({ [name]: value }).problems, value).toMatchObject([{ name }]);
  });

  it('[RUN-5] production asks for a strong secret and keeps the rate limits, and says so together with the rest', () => {
    const kept = () => expect.fail('production must not generate a secret');
    const problems = refused({ NODE_ENV: 'production', RATE_LIMITS: 'off', PORT: 'x' }, kept).problems;
    expect(problems.map(({ name }) => name)).toEqual(['PORT', 'RATE_LIMITS', 'JWT_SECRET']);
    expect(refused({ NODE_ENV: 'production', FAILPOINT: 'settle.commit' }, kept).problems[0]).toMatchObject({
      name: 'FAILPOINT',
      problem: 'must not be set in production',
    });
    expect(refused({ NODE_ENV: 'production', JWT_SECRET: 'x'.repeat(31) }, kept).problems).toMatchObject([
      { name: 'JWT_SECRET' },
    ]);
    expect(loadConfig({ NODE_ENV: 'production', JWT_SECRET: SECRET }, kept)).toMatchObject({
      production: true,
      RATE_LIMITS: 'on',
    });
  });

  it('[RUN-5] outside production makes a secret once, readable by its owner alone, and keeps it', () => {
    const DATA_DIR = join(folder, 'new', 'data');
    const [first, second] = [loadConfig({ DATA_DIR }), loadConfig({ DATA_DIR })];
    expect(first.keys).toEqual([{ id: 'main', secret: expect.stringMatching(/^[\w-]{64}$/) }]);
    expect(second.keys).toEqual(first.keys);
    expect(statSync(join(DATA_DIR, 'jwt-secret')).mode & 0o777).toBe(0o600);
    expect(loadConfig({ DATA_DIR: join(folder, 'other') }).keys).not.toEqual(first.keys);
  });

  it('[RUN-5] never signs with what a crash left of the kept secret', () => {
    const DATA_DIR = join(folder, 'crashed');
    loadConfig({ DATA_DIR });
    writeFileSync(join(DATA_DIR, 'jwt-secret'), '');
    const { keys } = loadConfig({ DATA_DIR });
    expect(keys[0]!.secret).toBe(readFileSync(join(DATA_DIR, 'jwt-secret'), 'utf8'));
    expect(keys[0]!.secret).toHaveLength(64);
  });

  it('[RUN-5] says which setting is at fault when the data folder cannot be used', () => {
    const DATA_DIR = join(folder, 'a-file');
    writeFileSync(DATA_DIR, '');
    expect(refused({ DATA_DIR }).problems).toMatchObject([
      { name: 'DATA_DIR', hint: expect.stringContaining('folder') },
    ]);
  });

  it('[RUN-5] takes an empty or blank value as unset, and trims the others', () => {
    const blank = Object.fromEntries(Object.keys(settings).map((name) => [name, ' ']));
    expect(loadConfig(blank, () => SECRET)).toEqual(loadConfig({}, () => SECRET));
    expect(loadConfig({ PORT: ' 8080 ' }, () => SECRET)).toMatchObject({
      PORT: 8080,
      PUBLIC_URL: 'http://localhost:8080',
    });
  });

  it('[RUN-5] reads signing keys newest first, in either form', () => {
    expect(loadConfig({ JWT_SECRET: SECRET }).keys).toEqual([{ id: 'main', secret: SECRET }]);
    expect(
      loadConfig({ JWT_KEYS: `new:${SECRET}:with:colons, old:${SECRET}`, JWT_SECRET: 'ignored' }).keys,
    ).toEqual([
      { id: 'new', secret: `${SECRET}:with:colons` },
      { id: 'old', secret: SECRET },
    ]);
  });

  it('[RUN-5] reads lists and origins, and cannot be changed afterwards', () => {
    const config = loadConfig({
      PUBLIC_URL: 'https://Shop.Example/',
      CORS_ORIGINS: 'https://a.example, http://localhost:3000,',
      TRUSTED_PROXIES: 'loopback, 10.0.0.0/8, ::1, fd00::/8',
      JWT_SECRET: SECRET,
    });
    expect(config.PUBLIC_URL).toBe('https://shop.example');
    expect(config.CORS_ORIGINS).toEqual(['https://a.example', 'http://localhost:3000']);
    expect(config.TRUSTED_PROXIES).toHaveLength(4);
    expect(Object.isFrozen(config)).toBe(true);
  });
});

describe('store file', () => {
  const file = (name: string, content: string) => {
    writeFileSync(join(folder, name), content);
    return join(folder, name);
  };
  const problemOf = async (path: string): Promise<ConfigProblem> => {
    const error: unknown = await loadStore(path).catch((failure: unknown) => failure);
    expect(error).toBeInstanceOf(ConfigError);
    return (error as ConfigError).problems[0]!;
  };

  it('[RUN-5] is refused by name when it is missing or not JSON', async () => {
    expect(await problemOf(join(folder, 'nowhere.json'))).toMatchObject({
      name: 'STORE_FILE',
      problem: expect.stringContaining('nowhere.json'),
    });
    expect(await problemOf(folder)).toMatchObject({ name: 'STORE_FILE' });
    expect(await problemOf(file('broken.json', '{"name": "Shop",}'))).toMatchObject({
      problem: 'is not valid JSON',
    });
    expect(await problemOf(file('list.json', '[]'))).toMatchObject({ name: 'STORE_FILE' });
  });

  it('[RUN-5] is refused with the path of every wrong field at once', async () => {
    const { markets } = defaultStore;
    const store = {
      name: 'Shop',
      defaultMarket: 'fr',
      markets: { us: { ...markets['us'], currency: 'dollars' } },
      cart: { maxLines: 0, colour: 'red' },
    };
    const { problem } = await problemOf(file('wrong.json', JSON.stringify(store)));
    for (const path of ['markets.us.currency', 'cart.maxLines', 'colour']) expect(problem).toContain(path);
    expect(
      (await problemOf(file('market.json', JSON.stringify({ name: 'Shop', defaultMarket: 'fr', markets }))))
        .problem,
    ).toContain('defaultMarket');
  });

  it('[RUN-5] fills in what it leaves out', async () => {
    const { markets } = defaultStore;
    const path = file(
      'small.json',
      JSON.stringify({ name: 'Small Shop', defaultMarket: 'ee', markets: { ee: markets['ee'] } }),
    );
    expect(await loadStore(path)).toMatchObject({
      name: 'Small Shop',
      cart: { defaultMaxQuantity: 10 },
      rateLimits: { cart: 100, auth: 5 },
    });
    expect(await loadStore(undefined)).toBe(defaultStore);
  });
});

function refused(env: Record<string, string>, keepSecret = () => SECRET): ConfigError {
  try {
    // A data folder that is at fault is found by the real keeper of secrets.
    loadConfig(env, ...(env['DATA_DIR'] ? [] : [keepSecret]));
  } catch (error) {
    expect(error).toBeInstanceOf(ConfigError);
    return error as ConfigError;
  }
  return expect.fail('the configuration was taken');
}
