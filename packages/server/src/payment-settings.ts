import { FAILPOINTS } from './platform/failpoint.ts';
import { z } from 'zod';
import { list, port, setting, url } from './setting.ts';

const secrets = (isSecret: RegExp, problem: string) =>
  list.pipe(z.array(z.string().regex(isSecret, problem)).min(1, problem).max(5, 'must be at most five'));
const apiBase = url('http:', 'https:')
  .transform((text) => new URL(text))
  .refine(
    ({ search, hash, username }) => !search && !hash && !username,
    'must be a URL without user, query or fragment',
  )
  .transform(({ origin, pathname }) => origin + pathname.replace(/\/$/, ''));
const SEVERAL = 'several, separated by commas, are all valid, so that one can be replaced without loss';

/** The settings of the payment gateways. */
export const paymentSettings = {
  PAYMENT_MODE: setting(
    z.enum(['live', 'test'], 'must be one of live, test').optional(),
    'whether gateway keys must be live or test ones; live in production, always test elsewhere',
  ),
  FAILPOINT: setting(
    z.enum(FAILPOINTS, 'must be the name of a failpoint').optional(),
    'for tests: where the process kills itself, as `kill -9` would; refused in production',
  ),
  GATEWAY_PORT: setting(port.default(4100), 'port of the sandbox payment gateway; not used in production'),
  STRIPE_SECRET_KEY: setting(
    z
      .string()
      .regex(
        /^[sr]k_(test|live)_\w{10,}$/,
        'must be a key that begins with sk_test_, sk_live_, rk_test_ or rk_live_',
      )
      .optional(),
    "Stripe's secret or restricted key; without it Stripe is off",
    { example: 'sk_test_…', secret: true },
  ),
  STRIPE_PUBLISHABLE_KEY: setting(
    z
      .string()
      .regex(/^pk_(test|live)_\w{10,}$/, 'must be a key that begins with pk_test_ or pk_live_')
      .optional(),
    "Stripe's publishable key, handed to the buyer's browser",
    { example: 'pk_test_…' },
  ),
  STRIPE_WEBHOOK_SECRET: setting(
    secrets(/^whsec_[\w+/=-]{16,}$/, 'must be secrets that begin with whsec_').optional(),
    `signing secret of the Stripe webhook endpoint; ${SEVERAL}`,
    { example: 'whsec_…', secret: true },
  ),
  STRIPE_API_BASE: setting(apiBase.optional(), "another server that speaks Stripe's API", {
    example: 'https://stripe-proxy.example',
  }),
  RAZORPAY_KEY_ID: setting(
    z
      .string()
      .regex(/^rzp_(test|live)_\w{8,}$/, 'must be a key id that begins with rzp_test_ or rzp_live_')
      .optional(),
    "Razorpay's key id, handed to the buyer's browser; without it Razorpay is off",
    { example: 'rzp_test_…' },
  ),
  RAZORPAY_KEY_SECRET: setting(
    z.string().min(16, 'must have at least 16 characters').optional(),
    "Razorpay's key secret",
    { secret: true },
  ),
  RAZORPAY_WEBHOOK_SECRET: setting(
    secrets(/^.{16,}$/, 'must be secrets of at least 16 characters').optional(),
    `secret of the Razorpay webhook, without commas; ${SEVERAL}`,
    { secret: true },
  ),
  RAZORPAY_API_BASE: setting(apiBase.optional(), "another server that speaks Razorpay's API", {
    example: 'https://razorpay-proxy.example',
  }),
};

type Raw = { [Name in keyof typeof paymentSettings]: z.output<(typeof paymentSettings)[Name]['schema']> };

interface Problem {
  name: string;
  problem: string;
  hint: string;
}

const TOGETHER = [
  ['STRIPE_SECRET_KEY', 'STRIPE_WEBHOOK_SECRET'],
  ['RAZORPAY_KEY_ID', 'RAZORPAY_KEY_SECRET', 'RAZORPAY_WEBHOOK_SECRET'],
] as const;
const KEYS = ['STRIPE_SECRET_KEY', 'STRIPE_PUBLISHABLE_KEY', 'RAZORPAY_KEY_ID'] as const;
const BASES = ['STRIPE_API_BASE', 'RAZORPAY_API_BASE'] as const;

/**
 * What is wrong with the payment settings together, beside those that are wrong by themselves: half a set of keys, a key of the
 * other mode (PAY-9), a key that would travel in the clear.
 */
export function paymentProblems(
  values: Partial<Raw>,
  production: boolean,
  wrong: ReadonlySet<string>,
): Problem[] {
  return [...incompleteSets(values, wrong), ...wrongModes(values, production), ...openBases(values)];
}

function incompleteSets(values: Partial<Raw>, wrong: ReadonlySet<string>): Problem[] {
  return TOGETHER.filter((names) => names.some((name) => values[name])).flatMap((names) =>
    names
      .filter((name) => values[name] === undefined && !wrong.has(name))
      .map((name) => ({
        name,
        problem: 'must be set as well',
        hint: `These belong together: ${names.join(', ')}. A gateway whose webhooks cannot be checked would lose orders.`,
      })),
  );
}

function wrongModes(values: Partial<Raw>, production: boolean): Problem[] {
  const mode = production ? (values.PAYMENT_MODE ?? 'live') : 'test';
  if (!production && values.PAYMENT_MODE === 'live')
    return [
      {
        name: 'PAYMENT_MODE',
        problem: 'must not be live outside production',
        hint: 'Real money is taken by NODE_ENV=production only.',
      },
    ];
  return KEYS.filter((name) => values[name] && !values[name].includes(`_${mode}_`)).map((name) => ({
    name,
    problem: `must be a ${mode} key here`,
    hint: production
      ? 'A rehearsal with test keys in production sets PAYMENT_MODE=test.'
      : 'Live keys take real money and are for NODE_ENV=production only.',
  }));
}

// On the same machine nobody listens in; tests and proxies live there.
function openBases(values: Partial<Raw>): Problem[] {
  return BASES.filter((name) =>
    /^http:\/\/(?!(localhost|127\.\d+\.\d+\.\d+|\[::1\])(:|\/|$))/.test(values[name] ?? ''),
  ).map((name) => ({
    name,
    problem: 'must begin with https:// except on this machine',
    hint: 'Over http:// the key would travel in the clear.',
  }));
}
