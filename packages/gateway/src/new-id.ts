import { randomInt } from 'node:crypto';
import type { DialectName } from './ledger/rows.ts';

const LETTERS = '0123456789ABCDEFGHIJKLMNOPQRSTUVWXYZabcdefghijklmnopqrstuvwxyz';
const PREFIXES = {
  sandbox: { intent: 'sbi_', attempt: 'sbc_', refund: 'sbr_', event: 'sbe_' },
  stripe: { intent: 'pi_', attempt: 'ch_', refund: 're_', event: 'evt_' },
  razorpay: { intent: 'order_', attempt: 'pay_', refund: 'rfnd_', event: 'evt_' },
};
const LENGTHS = { sandbox: 24, stripe: 24, razorpay: 14 };

/** An id as this dialect writes them, such as `pi_4fR…`. */
export function newId(dialect: DialectName, what: keyof (typeof PREFIXES)['sandbox']): string {
  return PREFIXES[dialect][what] + randomLetters(LENGTHS[dialect]);
}

/** Letters and digits that cannot be guessed. */
export function randomLetters(length: number): string {
  return Array.from({ length }, () => LETTERS[randomInt(LETTERS.length)]).join('');
}
