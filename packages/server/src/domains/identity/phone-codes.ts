import { randomInt, timingSafeEqual } from 'node:crypto';
import type { Origin } from '../audit/public.ts';
import { nobody, type Tx } from '../../platform/db/database.ts';
import { refuse } from '../../platform/errors.ts';
import { retryLater } from '../../platform/http/errors.ts';
import { queueSms } from '../../platform/mail/queries.ts';
import { codeMessage } from './account-mails.ts';
import { userEntry } from './audit-user.ts';
import { identityErrors } from './errors.ts';
import { keyedHash } from './keyed-hash.ts';
import { maskedPhone } from './phone.ts';
import { readSpentBudgets, restoreBudget, type Allowance } from './queries-budgets.ts';
import { countTry, saveCode, takeCode } from './queries-codes.ts';
import type { RecoveryDeps } from './recovery-deps.ts';
import { secondsUntil, spendBudgets } from './spend-budget.ts';

/** What a code is for, and whose it is; '' before anybody is signed in. A code for one use is none for another. */
export interface CodeUse {
  use: 'sign_in' | 'change_phone';
  whose: string;
  phone: string;
}

export const CODE_SECONDS = 300;
const TRIES = 5;
/** The tries of a number begin anew so long after the first of them, however many codes were sent meanwhile (L-21). */
const TRIES_SECONDS = 900;

/**
 * Sends a new code within the caller's transaction. CODE_TRIES_SPENT while the number has no try left, ASKED_TOO_OFTEN
 * where a limit on messages is reached: per number, per client's network, per range of numbers, and in all.
 */
export async function sendCode(
  tx: Tx,
  { store, codeSecret, now }: RecoveryDeps,
  target: CodeUse,
  { network, locale }: { network: string; locale: string },
): Promise<void> {
  const at = now();
  const tries = triesOf(codeSecret, target.phone);
  const [spent] = await tx.run(readSpentBudgets([tries], at));
  if (spent.length > 0)
    throw triesSpent(
      spent.map(({ endsAt }) => endsAt),
      at,
    );
  await spendBudgets(tx, sendAllowances(codeSecret, store.accounts.phoneSignIn, target.phone, network), at);
  const code = String(randomInt(1_000_000)).padStart(6, '0');
  const expiresAt = new Date(at.getTime() + CODE_SECONDS * 1_000);
  await tx.run(
    saveCode({ ...hashesOf(codeSecret, target, code), expiresAt }),
    queueSms({
      to: target.phone,
      concerns: target.whose || null,
      ...codeMessage(target.use, locale, { store: store.name, code }),
      now: at,
      secretUntil: expiresAt,
    }),
  );
}

/** Speaks for a code that was right. */
export interface RightCode {
  slot: Buffer;
  codeHash: Buffer;
  tries: Allowance;
}

/**
 * Whether this is the code: the try is counted and committed first, then compared. CODE_INVALID, CODE_TRIES_SPENT. The code
 * is not used up yet: `useCode` does that in the transaction of what it is for.
 */
export async function checkCode(
  { system, codeSecret, later, now }: RecoveryDeps,
  target: CodeUse,
  { code, by, origin }: { code: string; by: { id: string; role: string } | null; origin: Origin },
): Promise<RightCode> {
  const at = now();
  const { slot, codeHash } = hashesOf(codeSecret, target, code);
  const tries = triesOf(codeSecret, target.phone);
  const [[counted]] = (await system.as(nobody).write(countTry(slot, tries, at))).rows;
  const { codeHash: sent, used, endsAt } = counted!;
  if (sent !== null && used !== null && timingSafeEqual(sent, codeHash)) return { slot, codeHash, tries };
  const refusal =
    sent !== null && used === null
      ? triesSpent(endsAt ? [endsAt] : [], at)
      : refuse(identityErrors.codeInvalid);
  const after = { phone: maskedPhone(target.phone), use: target.use, reason: refusal.kind.reason };
  await later.record(userEntry('user.code_refused', { userId: by?.id ?? null, by, origin, at, after }));
  throw refusal;
}

/** Uses a right code up, once: of two that come at once the second gets CODE_INVALID. The tries begin anew. */
export async function useCode(tx: Tx, { slot, codeHash, tries }: RightCode, now: Date): Promise<void> {
  const [[taken]] = await tx.run(takeCode({ slot, codeHash, now }), restoreBudget(tries));
  if (!taken) throw refuse(identityErrors.codeInvalid);
}

function hashesOf(secret: string, { use, whose, phone }: CodeUse, code: string) {
  const slot = keyedHash(secret, 'slot', use, whose, phone);
  return { slot, codeHash: keyedHash(secret, 'code', slot.toString('hex'), code) };
}

function triesOf(secret: string, phone: string): Allowance {
  return { scope: 'code_tries', key: keyedHash(secret, 'tries', phone), most: TRIES, seconds: TRIES_SECONDS };
}

function triesSpent(ends: readonly Date[], now: Date) {
  return retryLater(identityErrors.codeTriesSpent, secondsUntil(ends, now));
}

// Always in this order: what many share comes last and is held shortest.
function sendAllowances(
  secret: string,
  policy: RecoveryDeps['store']['accounts']['phoneSignIn'],
  phone: string,
  network: string,
): Allowance[] {
  const counted = (scope: string, of: string, most: number, seconds: number) => ({
    scope,
    key: keyedHash(secret, 'sms', of),
    most,
    seconds,
  });
  return [
    counted('sms_pause', phone, 1, policy.pauseSeconds),
    counted('sms_number_hour', phone, policy.perNumberHour, 3_600),
    counted('sms_number_day', phone, policy.perNumberDay, 86_400),
    counted('sms_address', network, policy.perAddressHour, 3_600),
    counted('sms_range', phone.slice(0, -4), policy.perRangeHour, 3_600),
    counted('sms_total', '', policy.perHour, 3_600),
  ];
}
