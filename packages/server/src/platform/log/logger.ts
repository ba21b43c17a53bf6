import { pino, type Logger } from 'pino';

const SECRETS = ['password', 'token', 'accessToken', 'refreshToken', 'guestToken', 'authorization', 'cookie', 'secret', 'verificationCode', 'email', 'phone'];

/** One JSON line an entry in production, readable lines in development; nothing named like a secret is ever written (AUD-4). */
export function createLogger(options: { level: string; pretty: boolean }): Logger {
  return pino({
    level: options.level,
    base: null,
    redact: { paths: SECRETS.flatMap((name) => [name, `*.${name}`, `*.*.${name}`]), censor: '[redacted]' },
    ...(options.pretty ? { transport: { target: 'pino-pretty', options: { translateTime: 'HH:MM:ss', ignore: 'pid,hostname' } } } : {}),
  });
}

export type { Logger } from 'pino';
