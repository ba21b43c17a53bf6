import { z } from 'zod';
import { setting, url } from './setting.ts';

/** The settings of the service that sends SMS. */
export const smsSettings = {
  SMS_PROVIDER: setting(
    z.enum(['twilio'], 'must be twilio').optional(),
    'service that sends SMS; without it they stay in the development outbox, and production sends none',
  ),
  SMS_ACCOUNT_ID: setting(
    z
      .string()
      .regex(/^AC[0-9a-f]{32}$/, 'must be an account SID: AC and 32 hexadecimal digits')
      .optional(),
    'account at that service',
    { example: 'AC…' },
  ),
  SMS_AUTH_TOKEN: setting(z.string().min(16, 'must have at least 16 characters').optional(), 'its secret', {
    secret: true,
  }),
  SMS_FROM: setting(
    z
      .string()
      .regex(
        /^(\+[1-9]\d{5,14}|MG[0-9a-f]{32}|(?=.*[A-Za-z])[A-Za-z0-9 ]{2,11})$/,
        'must be a number such as +12025550123, a sender name of up to 11 letters and digits, or a messaging service MG…',
      )
      .optional(),
    'sender of SMS: a number, a name, or a messaging service',
    { example: '+12025550123' },
  ),
  SMS_API_BASE: setting(
    url('http:', 'https:')
      .transform((text) => text.replace(/\/$/, ''))
      .optional(),
    "another server that speaks the service's API",
    { example: 'https://sms-proxy.example' },
  ),
};

type Raw = { [Name in keyof typeof smsSettings]: z.output<(typeof smsSettings)[Name]['schema']> };

interface Problem {
  name: string;
  problem: string;
  hint: string;
}

const TOGETHER = ['SMS_PROVIDER', 'SMS_ACCOUNT_ID', 'SMS_AUTH_TOKEN', 'SMS_FROM'] as const;
const THIS_MACHINE = /^http:\/\/(localhost|127\.\d+\.\d+\.\d+|\[::1\])(:|\/|$)/;

/** What is wrong with the settings of SMS together, beside those that are wrong by themselves. */
export function smsProblems(values: Partial<Raw>, wrong: ReadonlySet<string>): Problem[] {
  const some = TOGETHER.some((name) => values[name] !== undefined);
  const missing = TOGETHER.filter((name) => some && values[name] === undefined && !wrong.has(name)).map(
    (name) => ({
      name,
      problem: 'must be set as well',
      hint: `These belong together: ${TOGETHER.join(', ')}.`,
    }),
  );
  const base = values.SMS_API_BASE;
  const open = base?.startsWith('http:') && !THIS_MACHINE.test(base);
  const problem = {
    name: 'SMS_API_BASE',
    problem: 'must begin with https:// except on this machine',
    hint: 'Over http:// codes and the secret would travel in the clear.',
  };
  return open ? [...missing, problem] : missing;
}

/** How SMS are sent, or null where no service is set. */
export function smsService(config: Raw): SmsService | null {
  const { SMS_PROVIDER, SMS_ACCOUNT_ID, SMS_AUTH_TOKEN, SMS_FROM, SMS_API_BASE } = config;
  if (!SMS_PROVIDER) return null;
  return {
    accountId: SMS_ACCOUNT_ID!,
    authToken: SMS_AUTH_TOKEN!,
    from: SMS_FROM!,
    apiBase: SMS_API_BASE ?? 'https://api.twilio.com',
  };
}

export interface SmsService {
  accountId: string;
  authToken: string;
  from: string;
  apiBase: string;
}
