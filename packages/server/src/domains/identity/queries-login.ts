import { sql } from '../../platform/db/sql.ts';
import type { Account } from './queries.ts';
import type { MailTexts } from './queries-sign-in.ts';

export interface LoginAccount extends Account {
  /** Whether he has signed in with this device cookie before. */
  knownDevice: boolean;
  /** Whether a code of his authenticator app is asked for. */
  asksCode: boolean;
}

/** The account of an email, and whether it knows the device; without an account no row, after the same work. */
export const findLogin = (input: { email: string; deviceHash: Buffer | null }) => sql<LoginAccount>(
  'login.find',
)`
  select s.id, s.role, s.active, s.market, s.locale, c.password_hash,
         exists (select from totp t where t.shopper_id = s.id and t.confirmed_at is not null) as asks_code,
         exists (select from known_origins k where k.shopper_id = s.id and k.kind = 'device'
                    and k.mark = rtrim(translate(encode(${input.deviceHash}::bytea, 'base64'), '+/', '-_'), '=')) as known_device
    from users u join shoppers s on s.id = u.shopper_id left join credentials c on c.shopper_id = u.shopper_id
   where u.email = ${input.email}`;

/**
 * Refuses what follows where the password is no longer the one that was compared: it was changed meanwhile, and the sessions
 * begun with the former one are over. Whoever changes it waits for this transaction, and sees its session.
 */
export const keepPassword = (userId: string, passwordHash: string) => sql<{ kept: boolean }>(
  'login.keep_password',
)`
  with kept as materialized (
    select 1 from credentials where shopper_id = ${userId} and password_hash = ${passwordHash} for share
  )
  select case when exists (select from kept) then true else refuse('CREDENTIALS_INVALID') end as kept`;

export const beginLogin = (input: {
  pair: Buffer;
  address: Buffer;
  account: Buffer;
  knownDevice: boolean;
  now: Date;
  lockout: {
    failures: number;
    firstWaitSeconds: number;
    longestWaitSeconds: number;
    perAddressAnHour: number;
  };
}) => sql<{
  lockedUntil: Date | null;
  failures: number;
  addressFailures: number;
  accountFailures: number;
}>('login.begin')`
  select locked_until, failures, address_failures, account_failures
    from begin_login(${input.pair}, ${input.address}, ${input.account}, ${input.knownDevice}, ${input.now},
           ${input.lockout.failures}, ${input.lockout.firstWaitSeconds}, ${input.lockout.longestWaitSeconds}, ${input.lockout.perAddressAnHour})`;

export const forgetPair = (mark: Buffer) => sql('login.forget_pair')`
  delete from login_guards where mark = ${mark}`;

export const creditAddress = (mark: Buffer) => sql('login.credit_address')`
  update login_guards set failures = greatest(failures - 1, 0) where mark = ${mark}`;

export const forgetAccountFailures = (mark: Buffer) => sql('login.forget_account')`
  update login_guards set failures = 0, told_at = null where mark = ${mark}`;

/** Tells the owner that somebody was stopped: once, until he signs in or a day is over. */
export const tellOfLock = (input: { account: Buffer; userId: string; mail: MailTexts; now: Date }) => sql(
  'login.tell_of_lock',
)`
  with told as (
    update login_guards set told_at = ${input.now}
     where mark = ${input.account} and (told_at is null or told_at < ${input.now}::timestamptz - interval '1 day')
    returning mark
  )
  insert into outbox (channel, recipient, concerns, kind, locale, subject, body, created_at)
  select 'mail', u.email, u.shopper_id, ${input.mail.kind}, l.locale, t.text ->> 'subject', t.text ->> 'body', ${input.now}
    from told, users u join shoppers s on s.id = u.shopper_id
   cross join lateral (select coalesce(s.locale, ${input.mail.fallback}) as locale) l
   cross join lateral (select ${input.mail.texts}::jsonb -> l.locale as text) t
   where u.shopper_id = ${input.userId}::uuid and u.email is not null`;

/** Marks not met for a day, and the oldest beyond so many: whoever invents addresses fills no disk. */
export const purgeLoginGuards = (input: { before: Date; most: number }) => sql<{ kind: string }>(
  'login.purge',
)`
  delete from login_guards
   where last_at < greatest(${input.before}::timestamptz,
           (select last_at from login_guards order by last_at desc offset ${input.most} limit 1))
  returning kind`;
