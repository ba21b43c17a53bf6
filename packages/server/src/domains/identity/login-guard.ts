import { createHmac } from 'node:crypto';
import { recordSecurityEvent, type Origin } from '../audit/public.ts';
import { nobody, type Database } from '../../platform/db/database.ts';
import type { Statement } from '../../platform/db/sql.ts';
import { addressNetwork, oneClient } from '../../platform/http/client-address.ts';
import type { Store } from '../../store.ts';
import type { SignInOrigin } from './device.ts';
import {
  beginLogin,
  creditAddress,
  forgetAccountFailures,
  forgetPair,
  tellOfLock,
  type LoginAccount,
} from './queries-login.ts';
import { lockedMail } from './security-mails.ts';

export interface GuardPolicy {
  store: Store;
  now: () => Date;
  /** Keys the marks, so that what is kept of an address that has no account tells nobody which it was. */
  guardSecret: string;
}

/** One try to sign in, counted already. */
export interface Attempt {
  marks: { pair: Buffer; address: Buffer; account: Buffer };
  /** Seconds to wait where this place is locked for this account; null where it may be compared. */
  retryAfter: number | null;
  failures: number;
  accountFailures: number;
  addressFailures: number;
}

/**
 * Counts a try before anything is compared. It is counted for the account and where it comes from: a device the account
 * was signed in on, else the address. So nobody can lock the owner out of his own device or out of another network.
 */
export async function beginAttempt(
  system: Database,
  input: { email: string; from: SignInOrigin; account: LoginAccount | undefined },
  policy: GuardPolicy,
): Promise<Attempt> {
  const { email, from, account } = input;
  const known = account?.knownDevice ?? false;
  const place = known ? `device ${from.deviceHash!.toString('hex')}` : oneClient(from.ip);
  return begin(system, { account: email, place, ip: from.ip, known }, policy);
}

/**
 * The same for the password that a session asks for. Its place is that session alone: who borrowed it locks up nothing but
 * it, and neither the owner's sign-in nor his other sessions.
 */
export async function beginProof(
  system: Database,
  { account, sessionId, ip }: { account: string; sessionId: string; ip: string },
  policy: GuardPolicy,
): Promise<Attempt> {
  return begin(system, { account, place: `session ${sessionId}`, ip, known: true }, policy);
}

async function begin(
  system: Database,
  { account, place, ip, known }: { account: string; place: string; ip: string; known: boolean },
  { store, now, guardSecret }: GuardPolicy,
): Promise<Attempt> {
  const at = now();
  const mark = (...parts: string[]) => createHmac('sha256', guardSecret).update(parts.join('\n')).digest();
  const marks = {
    pair: mark('pair', account, place),
    address: mark('address', oneClient(ip)),
    account: mark('account', account),
  };
  const { lockout } = store.accounts;
  const { rows } = await system
    .as(nobody)
    .write(beginLogin({ ...marks, knownDevice: known, now: at, lockout }));
  const { lockedUntil, ...counts } = rows[0][0]!;
  const waitMs = lockedUntil === null ? null : lockedUntil.getTime() - at.getTime();
  return { marks, retryAfter: waitMs === null ? null : Math.max(1, Math.ceil(waitMs / 1_000)), ...counts };
}

/** What follows from a failed try: the owner's mail, once until he signs in, and the events of AUTH-12, each once. */
export function failedAttempt(
  attempt: Attempt,
  account: { id: string; market: string | null } | undefined,
  from: Origin,
  { store, now }: GuardPolicy,
): Statement[] {
  const at = now();
  const { lockout } = store.accounts;
  const { failedLoginsPerAccount, failedLoginsPerAddress } = store.security;
  const subjectId = account?.id ?? null;
  const event = (kind: string, evidence: Record<string, unknown>, about: string | null = subjectId) =>
    recordSecurityEvent({ ...from, at, kind, subjectId: about, evidence });
  const told: Statement[] = [];
  if (account && attempt.retryAfter === null && attempt.failures >= lockout.failures) {
    const locale = store.markets[account.market ?? store.defaultMarket]?.locales[0] ?? 'en';
    const mail = lockedMail(locale, { store: store.name, ip: from.ip });
    told.push(
      event('account_locked', { failures: attempt.failures, network: addressNetwork(from.ip) }),
      tellOfLock({ account: attempt.marks.account, userId: account.id, mail, now: at }),
    );
  }
  if (attempt.accountFailures === failedLoginsPerAccount)
    told.push(event('failed_logins_account', { failures: attempt.accountFailures }));
  if (attempt.addressFailures === failedLoginsPerAddress)
    told.push(event('failed_logins_address', { failures: attempt.addressFailures }, null));
  return told;
}

/** A success forgets the failures of its account, here, and its own count for the address. */
export function successfulAttempt({ marks }: Attempt): Statement[] {
  return [forgetPair(marks.pair), creditAddress(marks.address), forgetAccountFailures(marks.account)];
}
