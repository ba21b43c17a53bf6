import { sql } from '../../platform/db/sql.ts';
import type { Allowance } from './queries-budgets.ts';

/** Keeps the code last sent for one use; the one before is void. */
export const saveCode = (input: { slot: Buffer; codeHash: Buffer; expiresAt: Date }) => sql('code.save')`
  insert into phone_codes (slot, code_hash, expires_at) values (${input.slot}, ${input.codeHash}, ${input.expiresAt})
  on conflict (slot) do update set code_hash = excluded.code_hash, expires_at = excluded.expires_at`;

export interface CountedTry {
  /** Null where no code is live. */
  codeHash: Buffer | null;
  /** Tries used, this one included; null where none was left. */
  used: number | null;
  /** When the tries begin anew. */
  endsAt: Date | null;
}

/**
 * Counts a try of a live code before it is compared (L-21), guarded in the statement: of any number at once no more than
 * there are get through. Where no code is live nothing is counted, so that nobody's tries are used up without one.
 */
export const countTry = (
  slot: Buffer,
  { scope, key, most, seconds }: Allowance,
  now: Date,
) => sql<CountedTry>('code.count_try')`
  with live as (
    select code_hash from phone_codes where slot = ${slot} and expires_at > ${now}
  ), counted as (
    insert into budgets as b (scope, key, used, most, ends_at)
    select ${scope}::text, ${key}::bytea, 1, ${most}::int, ${now}::timestamptz + make_interval(secs => ${seconds}::int) from live
    on conflict (scope, key) do update
       set used = case when b.ends_at <= ${now} then 1 else b.used + 1 end,
           ends_at = case when b.ends_at <= ${now} then excluded.ends_at else b.ends_at end,
           most = excluded.most
     where b.ends_at <= ${now} or b.used < excluded.most
    returning used
  )
  select (select code_hash from live) as code_hash, (select used from counted) as used,
         (select b.ends_at from budgets b where b.scope = ${scope} and b.key = ${key} and b.ends_at > ${now}) as ends_at`;

/** Uses a code up. No row: somebody was faster, or another was sent meanwhile. */
export const takeCode = (input: { slot: Buffer; codeHash: Buffer; now: Date }) => sql<{ taken: boolean }>(
  'code.take',
)`
  delete from phone_codes where slot = ${input.slot} and code_hash = ${input.codeHash} and expires_at > ${input.now}
  returning true as taken`;

export const purgeCodes = (now: Date) => sql('code.purge')`delete from phone_codes where expires_at < ${now}`;

export interface PhoneAccount {
  id: string;
  role: string;
  active: boolean;
  market: string | null;
  locale: string | null;
  /** Whether a code of his authenticator app is asked for as well. */
  asksCode: boolean;
}

export const findAccountByPhone = (phone: string) => sql<PhoneAccount>('identity.find_by_phone')`
  select s.id, s.role, s.active, s.market, s.locale,
         exists (select from totp t where t.shopper_id = s.id and t.confirmed_at is not null) as asks_code
    from users u join shoppers s on s.id = u.shopper_id
   where u.phone = ${phone}`;

/** A user who is reached by phone alone. */
export const insertPhoneUser = (input: { id: string; phone: string; now: Date }) => sql(
  'identity.insert_phone_user',
)`
  insert into users (shopper_id, phone, phone_verified_at, created_at, updated_at)
  values (${input.id}, ${input.phone}, ${input.now}, ${input.now}, ${input.now})`;

export const setPhone = (input: { userId: string; phone: string; now: Date }) => sql('identity.set_phone')`
  update users set phone = ${input.phone}, phone_verified_at = ${input.now}, updated_at = ${input.now}
   where shopper_id = ${input.userId}`;
