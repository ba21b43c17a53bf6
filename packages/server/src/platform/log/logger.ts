import { pino, type DestinationStream, type Logger } from 'pino';
import { describeError } from './describe-error.ts';

const SECRETS = [
  'password',
  'token',
  'accessToken',
  'refreshToken',
  'guestToken',
  'authorization',
  'cookie',
  'secret',
  'verificationCode',
  'email',
  'phone',
];

const BUFFER_BYTES = 4_096;

/** One JSON line an entry in production, readable lines in development; nothing named like a secret is ever written (AUD-4). */
export function createLogger(options: { level: string; pretty: boolean; to?: DestinationStream }): Logger {
  const settings = { level: options.level, base: null, serializers: { err: describeError } };
  const redact = { paths: SECRETS.flatMap((name) => [name, `*.${name}`]), censor: '[redacted]' };
  if (options.pretty) {
    return pino({
      ...settings,
      redact,
      transport: { target: 'pino-pretty', options: { translateTime: 'HH:MM:ss', ignore: 'pid,hostname' } },
    });
  }
  // Written in blocks and at least every second; a crash flushes what is left.
  const stdout = () =>
    pino.destination({ dest: 1, sync: false, minLength: BUFFER_BYTES, periodicFlush: 1_000 });
  return pino({ ...settings, redact }, options.to ?? stdout());
}

/** For commands: only what went wrong, on standard error, beside the command's own output. */
export function createCommandLogger(): Logger {
  return pino({ level: 'error', base: null, serializers: { err: describeError } }, pino.destination(2));
}

/** For lines whose fields are all our own: a tenth of a request's time goes into looking for secrets where none can be. */
export function withoutRedaction(logger: Logger): Logger {
  return logger.child({}, { redact: [] });
}

export type { Logger } from 'pino';
