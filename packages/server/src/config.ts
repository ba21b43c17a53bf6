import { randomBytes } from 'node:crypto';
import { mkdirSync, readFileSync, writeFileSync } from 'node:fs';
import { join } from 'node:path';
import { z } from 'zod';

interface Setting<Schema extends z.ZodType = z.ZodType> {
  schema: Schema;
  description: string;
  example?: string;
  secret?: boolean;
}

function setting<Schema extends z.ZodType>(
  schema: Schema,
  description: string,
  more: { example?: string; secret?: boolean } = {},
): Setting<Schema> {
  return { schema, description, ...more };
}

const port = z.coerce.number('must be a number').int().min(0).max(65_535);
const url = (...protocols: string[]) =>
  z.string().refine((text) => URL.canParse(text) && protocols.includes(new URL(text).protocol), {
    message: `must be a URL that begins with ${protocols.map((protocol) => `${protocol}//`).join(' or ')}`,
  });
const list = z.string().transform((text) => text.split(',').map((part) => part.trim()).filter(Boolean));
const origins = list.pipe(
  z.array(z.string().refine((text) => URL.canParse(text) && new URL(text).origin === text, 'must be origins such as https://shop.example')),
);

/** Every setting once: its type, what it is for, whether it is a secret. `.env.example` and the docs come from here. */
export const settings = {
  NODE_ENV: setting(z.enum(['development', 'production', 'test']).default('development'), 'production turns on every safeguard and off every convenience'),
  PORT: setting(port.default(4000), 'port of the HTTP server'),
  HOST: setting(z.string().min(1).default('127.0.0.1'), 'address it listens on'),
  PUBLIC_URL: setting(url('http:', 'https:').optional(), 'where browsers reach it; decides cookie names, links in mails and the allowed origin', { example: 'https://shop.example' }),
  DATA_DIR: setting(z.string().min(1).default('./.data'), 'folder of the embedded database, uploads and generated secrets'),
  DATABASE_URL: setting(url('postgres:', 'postgresql:').optional(), 'PostgreSQL 15 or newer, as the owner; without it the embedded database runs', { example: 'postgresql://cartwright@db.example/cartwright', secret: true }),
  DATABASE_SHOP_URL: setting(url('postgres:', 'postgresql:').optional(), 'login of the role cartwright_shop; without it the owner\'s login takes that role at connect', { secret: true }),
  DATABASE_SYSTEM_URL: setting(url('postgres:', 'postgresql:').optional(), 'login of the role cartwright_system, likewise', { secret: true }),
  REDIS_URL: setting(url('redis:', 'rediss:').optional(), 'shared rate limits and live events between instances', { example: 'redis://127.0.0.1:6379', secret: true }),
  STORE_FILE: setting(z.string().min(1).optional(), 'the shop\'s policy as JSON; without it the sample store\'s'),
  JWT_SECRET: setting(z.string().optional(), 'at least 32 characters; signs access tokens', { secret: true }),
  JWT_KEYS: setting(z.string().optional(), 'several signing keys as id:secret pairs separated by commas, newest first; replaces JWT_SECRET', { secret: true }),
  LOG_LEVEL: setting(z.enum(['fatal', 'error', 'warn', 'info', 'debug', 'trace', 'silent']).default('info'), 'least severe log lines to write'),
  CORS_ORIGINS: setting(origins.default([]), 'other origins whose pages may call the API with credentials, separated by commas'),
  TRUSTED_PROXIES: setting(list.default([]), 'addresses or CIDR ranges of proxies whose X-Forwarded-For is believed, separated by commas'),
  RATE_LIMITS: setting(z.enum(['on', 'off']).default('on'), 'off only outside production'),
  JOBS: setting(z.enum(['on', 'off']).default('on'), 'whether this server also runs background jobs'),
  SMTP_URL: setting(url('smtp:', 'smtps:').optional(), 'mail server; without it mails stay in the development outbox', { secret: true }),
  MAIL_FROM: setting(z.string().min(3).default('Cartwright <shop@localhost>'), 'sender of mails'),
  METRICS_TOKEN: setting(z.string().min(16).optional(), 'bearer token for /metrics', { secret: true }),
} satisfies Record<string, Setting>;

type Raw = { [Name in keyof typeof settings]: z.output<(typeof settings)[Name]['schema']> };

export interface SigningKey {
  id: string;
  secret: string;
}

export type Config = Readonly<
  Omit<Raw, 'JWT_SECRET' | 'JWT_KEYS' | 'PUBLIC_URL'> & { PUBLIC_URL: string; keys: readonly SigningKey[]; production: boolean }
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
export function loadConfig(env: Record<string, string | undefined>, keepSecret: (dataDir: string) => string = keptSecret): Config {
  const problems: ConfigProblem[] = [];
  const raw: Record<string, unknown> = {};
  for (const [name, { schema, description }] of Object.entries(settings)) {
    const text = env[name];
    const parsed = (schema as z.ZodType).safeParse(text === '' ? undefined : text);
    if (parsed.success) raw[name] = parsed.data;
    else problems.push({ name, problem: parsed.error.issues[0]?.message ?? 'is not valid', hint: `It is: ${description}.` });
  }
  if (problems.length > 0) throw new ConfigError(problems);
  const { JWT_SECRET, JWT_KEYS, PUBLIC_URL, ...rest } = raw as Raw;
  const production = rest.NODE_ENV === 'production';
  if (production && rest.RATE_LIMITS === 'off') {
    problems.push({ name: 'RATE_LIMITS', problem: 'must not be off in production', hint: 'Remove it, or change the limits in the store file.' });
  }
  const keys = signingKeys({ JWT_SECRET, JWT_KEYS }, production, problems, () => keepSecret(rest.DATA_DIR));
  if (problems.length > 0) throw new ConfigError(problems);
  return Object.freeze({ ...rest, PUBLIC_URL: PUBLIC_URL ?? `http://localhost:${rest.PORT}`, keys, production });
}

function signingKeys(
  raw: { JWT_SECRET: string | undefined; JWT_KEYS: string | undefined },
  production: boolean,
  problems: ConfigProblem[],
  generated: () => string,
): SigningKey[] {
  const hint = 'Make one with: openssl rand -base64 48';
  if (raw.JWT_KEYS !== undefined) {
    const keys = raw.JWT_KEYS.split(',').map((pair) => {
      const [id = '', ...secret] = pair.trim().split(':');
      return { id, secret: secret.join(':') };
    });
    const bad = keys.some(({ id, secret }) => !/^[\w-]{1,32}$/.test(id) || secret.length < 32);
    const twice = new Set(keys.map(({ id }) => id)).size < keys.length;
    if (bad || twice) problems.push({ name: 'JWT_KEYS', problem: 'must be distinct id:secret pairs with secrets of at least 32 characters', hint });
    return keys;
  }
  if (raw.JWT_SECRET !== undefined && raw.JWT_SECRET.length < 32) {
    problems.push({ name: 'JWT_SECRET', problem: 'must have at least 32 characters', hint });
    return [];
  }
  if (raw.JWT_SECRET === undefined && production) {
    problems.push({ name: 'JWT_SECRET', problem: 'is missing; production never generates secrets', hint });
    return [];
  }
  return [{ id: 'main', secret: raw.JWT_SECRET ?? generated() }];
}

/** A random secret made once and kept in the data folder, so that sessions survive a restart in development. */
function keptSecret(dataDir: string): string {
  const file = join(dataDir, 'jwt-secret');
  mkdirSync(dataDir, { recursive: true });
  try {
    writeFileSync(file, randomBytes(48).toString('base64url'), { flag: 'wx', mode: 0o600 });
  } catch (error) {
    if ((error as NodeJS.ErrnoException).code !== 'EEXIST') throw error;
  }
  return readFileSync(file, 'utf8').trim();
}
