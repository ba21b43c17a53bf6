import { keyedHash } from './keyed-hash.ts';
import type { Allowance } from './queries-budgets.ts';

/** How many mails of one kind somebody may cause to one account or address, so that nobody's mailbox is flooded. */
export function mailAllowances(secret: string, kind: string, whose: string): Allowance[] {
  const key = keyedHash(secret, 'mail', kind, whose);
  return [
    { scope: 'mail_minute', key, most: 1, seconds: 60 },
    { scope: 'mail_hour', key, most: 5, seconds: 3_600 },
  ];
}
