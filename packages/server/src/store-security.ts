import { z } from 'zod';

const count = (least: number, most: number) => z.number().int().min(least).max(most);

/** How many wrong passwords stop whom, and for how long (AUTH-10). */
export const lockout = z.strictObject({
  failures: count(1, 100)
    .default(5)
    .describe('Wrong passwords for one account from one place, after which that place has to wait.'),
  firstWaitSeconds: count(1, 3_600).default(60).describe('How long at first; twice as long after each more.'),
  longestWaitSeconds: count(1, 86_400).default(3_600).describe('The most that grows to.'),
  perAddressAnHour: count(1, 100_000)
    .default(100)
    .describe('Failed sign-ins from one address, whatever the accounts; known devices are let in beyond it.'),
});

/** When something suspicious becomes a security event (AUTH-12). */
export const security = z.strictObject({
  failedLoginsPerAccount: count(1, 10_000)
    .default(10)
    .describe('Failed sign-ins to one account within an hour, from wherever, that make an event.'),
  failedLoginsPerAddress: count(1, 10_000).default(20).describe('The same from one address.'),
  keptDays: count(30, 3_650)
    .default(365)
    .describe('Days after which security events and alerts are removed.'),
  windowMinutes: count(1, 1_440).default(10).describe('The window in which the following are counted.'),
  probes: count(1, 10_000).default(10).describe("Requests for what is another's or nobody's."),
  csrfFailures: count(1, 10_000).default(1).describe('Writes without a valid CSRF token.'),
  paymentFailures: count(1, 10_000).default(5).describe('Failed payments of one buyer or address.'),
  priceMismatches: count(1, 10_000)
    .default(3)
    .describe('Additions with another price than the shop’s; one below half of it counts as all of them.'),
});

/** Kinds of security events, as rules and filters name them. */
export const EVENT_KINDS = [
  'refresh_reuse',
  'session_context_changed',
  'session_limit',
  'new_device',
  'new_network',
  'account_locked',
  'failed_logins_account',
  'failed_logins_address',
  'totp_guessing',
  'probing',
  'csrf_failed',
  'card_testing',
  'price_tampering',
  'webhook_forged',
  'payment_not_owned',
  'payment_signature_wrong',
  'payment_mismatch',
] as const;

const rule = z.strictObject({
  id: z.string().regex(/^[a-z][a-z0-9-]{0,49}$/, 'a short lower-case name such as card-testing'),
  kinds: z.array(z.enum(EVENT_KINDS)).min(1),
  threshold: count(1, 100_000),
  windowMinutes: count(1, 10_080),
});

const DEFAULT_RULES: z.input<typeof rule>[] = [
  {
    id: 'stolen-sessions',
    kinds: ['refresh_reuse', 'session_context_changed'],
    threshold: 3,
    windowMinutes: 60,
  },
  {
    id: 'password-guessing',
    kinds: ['failed_logins_account', 'failed_logins_address', 'totp_guessing'],
    threshold: 3,
    windowMinutes: 60,
  },
  { id: 'card-testing', kinds: ['card_testing'], threshold: 1, windowMinutes: 60 },
  { id: 'webhook-forgery', kinds: ['webhook_forged'], threshold: 3, windowMinutes: 60 },
  {
    id: 'payment-manipulation',
    kinds: ['payment_not_owned', 'payment_signature_wrong', 'payment_mismatch', 'price_tampering'],
    threshold: 1,
    windowMinutes: 60,
  },
  { id: 'probing', kinds: ['probing'], threshold: 3, windowMinutes: 60 },
  { id: 'forged-requests', kinds: ['csrf_failed'], threshold: 20, windowMinutes: 60 },
];

/** When security events call somebody (AUD-5). */
export const alerts = z.strictObject({
  rules: z
    .array(rule)
    .max(100)
    .default(DEFAULT_RULES as z.output<typeof rule>[])
    .refine((rules) => new Set(rules.map(({ id }) => id)).size === rules.length, 'has two rules of one id')
    .describe('So many events of these kinds within a window raise an alert, once in that window.'),
  mailTo: z.array(z.email()).max(50).default([]).describe('Who gets the mails; empty means every admin.'),
});
