import { z } from 'zod';
import { smsProblems, smsSettings } from './sms-settings.ts';
import { keptSecret } from './kept-secret.ts';
import { paymentProblems, paymentSettings } from './payment-settings.ts';
import { choice, origins, port, proxies, publicUrl, seconds, setting, url, type Setting } from './setting.ts';

/** Every setting once: its type, what it is for, whether it is a secret. `.env.example` and the docs come from here. */
export const settings = {
  NODE_ENV: setting(
    choice('development', 'production', 'test').default('development'),
    'production turns on every safeguard and off every convenience',
  ),
  PORT: setting(port.default(4000), 'port of the HTTP server'),
  HOST: setting(z.string().min(1).default('127.0.0.1'), 'address it listens on'),
  PUBLIC_URL: setting(
    publicUrl.optional(),
    'where browsers reach it; decides cookie names, links in mails and the allowed origin',
    { example: 'https://shop.example' },
  ),
  DATA_DIR: setting(
    z.string().min(1).default('./.data'),
    'folder of the embedded database, uploads and generated secrets',
  ),
  DATABASE_URL: setting(
    url('postgres:', 'postgresql:').optional(),
    'PostgreSQL 15 or newer, as the owner; without it the embedded database runs',
    { example: 'postgresql://cartwright@db.example/cartwright', secret: true },
  ),
  DATABASE_SHOP_URL: setting(
    url('postgres:', 'postgresql:').optional(),
    "login of the role cartwright_shop; without it the owner's login takes that role at connect",
    { secret: true },
  ),
  DATABASE_SYSTEM_URL: setting(
    url('postgres:', 'postgresql:').optional(),
    'login of the role cartwright_system, likewise',
    { secret: true },
  ),
  REDIS_URL: setting(
    url('redis:', 'rediss:').optional(),
    'shared rate limits and live events between instances',
    { example: 'redis://127.0.0.1:6379', secret: true },
  ),
  STORE_FILE: setting(
    z.string().min(1).optional(),
    "the shop's policy as JSON; without it the sample store's",
  ),
  JWT_SECRET: setting(z.string().optional(), 'at least 32 characters; signs access tokens', { secret: true }),
  JWT_KEYS: setting(
    z.string().optional(),
    'several signing keys as id:secret pairs separated by commas, newest first; replaces JWT_SECRET',
    { secret: true },
  ),
  LOG_LEVEL: setting(
    choice('fatal', 'error', 'warn', 'info', 'debug', 'trace', 'silent').default('info'),
    'least severe log lines to write',
  ),
  CORS_ORIGINS: setting(
    origins.default([]),
    'other origins whose pages may call the API with credentials, separated by commas',
  ),
  TRUSTED_PROXIES: setting(
    proxies.default([]),
    'addresses or CIDR ranges of proxies whose X-Forwarded-For is believed, separated by commas',
  ),
  RATE_LIMITS: setting(choice('on', 'off').default('on'), 'off only outside production'),
  DRAIN_SECONDS: setting(
    seconds.optional(),
    'how long a stopping server still answers while /api/ready says 503; 2 in production, else 0.2',
  ),
  JOBS: setting(choice('on', 'off').default('on'), 'whether this server also runs background jobs'),
  LEASE_SECONDS: setting(
    seconds.refine((number) => number >= 1, 'must be at least 1').default(60),
    'how long work that a process took and did not finish, because it died, waits before another takes it over',
  ),
  SMTP_URL: setting(
    url('smtp:', 'smtps:').optional(),
    'mail server; without it mails stay in the development outbox',
    { secret: true },
  ),
  MAIL_FROM: setting(
    z
      .string()
      .regex(
        /^[^<>\r\n]*<[^\s<>@]+@[^\s<>@]+>$|^[^\s<>@]+@[^\s<>@]+$/,
        'must be an address such as Shop <shop@shop.example>',
      )
      .default('Cartwright <shop@localhost>'),
    'sender of mails',
  ),
  ALERT_WEBHOOK_URL: setting(
    url('http:', 'https:').optional(),
    'where security alerts are posted, signed with ALERT_WEBHOOK_SECRET',
    { example: 'https://alerts.example/cartwright', secret: true },
  ),
  ALERT_WEBHOOK_SECRET: setting(
    z.string().min(32, 'must have at least 32 characters').optional(),
    'signs what is posted to ALERT_WEBHOOK_URL',
    { secret: true },
  ),
  METRICS_TOKEN: setting(
    z.string().min(16, 'must have at least 16 characters').optional(),
    'bearer token for /metrics',
    { secret: true },
  ),
  ...smsSettings,
  ...paymentSettings,
} satisfies Record<string, Setting>;

type Raw = { [Name in keyof typeof settings]: z.output<(typeof settings)[Name]['schema']> };

export interface SigningKey {
  id: string;
  secret: string;
}

export type Config = Readonly<
  Omit<Raw, 'JWT_SECRET' | 'JWT_KEYS' | 'PUBLIC_URL'> & {
    PUBLIC_URL: string;
    keys: readonly SigningKey[];
    /** Where the keys are kept, and so where `keys rotate` puts a new one. */
    keysFrom: 'environment' | 'folder';
    production: boolean;
  }
>;

/** What is wrong with one setting and how to mend it. */
export interface ConfigProblem {
  name: string;
  problem: string;
  hint: string;
}

/** Thrown with every problem at once, so that one restart mends them all. */
export class ConfigError extends Error {
  readonly problems: ConfigProblem[];

  constructor(problems: ConfigProblem[]) {
    super(problems.map(({ name, problem, hint }) => `${name}: ${problem}. ${hint}`).join('\n'));
    this.name = 'ConfigError';
    this.problems = problems;
  }
}

/** Reads and checks the environment; frozen. `keepSecret` supplies generated secrets outside production. */
export function loadConfig(
  env: Record<string, string | undefined>,
  keepSecret: (dataDir: string) => string = keptSecret,
): Config {
  const problems: ConfigProblem[] = [];
  const values: Record<string, unknown> = {};
  for (const [name, { schema, description }] of Object.entries(settings)) {
    const parsed = (schema as z.ZodType).safeParse(env[name]?.trim() || undefined);
    if (parsed.success) values[name] = parsed.data;
    else problems.push({ name, problem: parsed.error.issues[0]!.message, hint: `It is: ${description}.` });
  }
  const { JWT_SECRET, JWT_KEYS, PUBLIC_URL, ...rest } = values as Raw;
  const production = rest.NODE_ENV === 'production';
  if (production && rest.RATE_LIMITS === 'off') {
    problems.push({
      name: 'RATE_LIMITS',
      problem: 'must not be off in production',
      hint: 'Remove it, or change the limits in the store file.',
    });
  }
  if (production && rest.FAILPOINT !== undefined) {
    problems.push({
      name: 'FAILPOINT',
      problem: 'must not be set in production',
      hint: 'It makes the process kill itself; remove it.',
    });
  }
  if (rest.ALERT_WEBHOOK_URL !== undefined && rest.ALERT_WEBHOOK_SECRET === undefined) {
    problems.push({
      name: 'ALERT_WEBHOOK_SECRET',
      problem: 'is missing; alerts are never posted unsigned',
      hint: 'Make one with: openssl rand -base64 48',
    });
  }
  const wrong = new Set(problems.map(({ name }) => name));
  problems.push(...paymentProblems(values, production, wrong), ...smsProblems(values, wrong));
  const given = givenKeys({ JWT_SECRET, JWT_KEYS }, production, problems);
  if (problems.length > 0) throw new ConfigError(problems);
  const keys = given ?? keptKeys(keepIn(rest.DATA_DIR, keepSecret));
  return Object.freeze({
    ...rest,
    PUBLIC_URL: PUBLIC_URL ?? `http://localhost:${rest.PORT}`,
    keys,
    keysFrom: given ? ('environment' as const) : ('folder' as const),
    production,
  });
}

// null: none is given, and outside production one is generated.
function givenKeys(
  raw: { JWT_SECRET: string | undefined; JWT_KEYS: string | undefined },
  production: boolean,
  problems: ConfigProblem[],
): SigningKey[] | null {
  const hint = 'Make one with: openssl rand -base64 48';
  if (raw.JWT_KEYS !== undefined) {
    const keys = raw.JWT_KEYS.split(',').map((pair) => {
      const [id = '', ...secret] = pair.trim().split(':');
      return { id, secret: secret.join(':') };
    });
    const bad = keys.some(({ id, secret }) => !/^[\w-]{1,32}$/.test(id) || isWeak(secret));
    const twice = new Set(keys.map(({ id }) => id)).size < keys.length;
    if (bad || twice) {
      problems.push({
        name: 'JWT_KEYS',
        problem: 'must be distinct id:secret pairs with secrets of at least 32 characters',
        hint,
      });
    }
    return keys;
  }
  if (raw.JWT_SECRET === undefined) {
    if (production)
      problems.push({ name: 'JWT_SECRET', problem: 'is missing; production never generates secrets', hint });
    return null;
  }
  if (isWeak(raw.JWT_SECRET))
    problems.push({ name: 'JWT_SECRET', problem: 'must have at least 32 characters', hint });
  return [{ id: 'main', secret: raw.JWT_SECRET }];
}

// One key a line, the newest first; the one generated at the first start stands without a name.
function keptKeys(text: string): SigningKey[] {
  return text.split('\n').map((line) => {
    const [, id = 'main', secret = line] = /^([\w-]{1,32}):(.+)$/.exec(line) ?? [];
    return { id, secret };
  });
}

function keepIn(dataDir: string, keepSecret: (dataDir: string) => string): string {
  try {
    return keepSecret(dataDir);
  } catch (error) {
    const hint = 'Make it a folder that the account which runs the server can write to, or choose another.';
    throw new ConfigError([
      { name: 'DATA_DIR', problem: `cannot be used: ${(error as Error).message}`, hint },
    ]);
  }
}

function isWeak(secret: string): boolean {
  return secret.length < 32;
}
