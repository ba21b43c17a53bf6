import { sql } from '../../platform/db/sql.ts';

interface PendingSignUp {
  email: string;
  name: string;
  passwordHash: string;
  market: string | null;
  locale: string | null;
}

/** Keeps an account until its address is confirmed; nothing where the address has one, for the same work. */
export const insertPendingSignUp = (
  input: PendingSignUp & { hash: Buffer; now: Date; expiresAt: Date },
) => sql('signup.insert_pending')`
  insert into pending_sign_ups (hash, email, name, password_hash, market, locale, created_at, expires_at)
  select ${input.hash}::bytea, ${input.email}::text, ${input.name}::text, ${input.passwordHash}::text, ${input.market}::text,
         ${input.locale}::text, ${input.now}::timestamptz, ${input.expiresAt}::timestamptz
   where not exists (select from users where email = ${input.email}::text)`;

export const findPendingSignUp = (hash: Buffer, now: Date) => sql<{ passwordHash: string }>(
  'signup.find_pending',
)`
  select password_hash from pending_sign_ups where hash = ${hash} and expires_at > ${now}`;

/** Uses it up; no row where somebody was faster. */
export const takePendingSignUp = (hash: Buffer, now: Date) => sql<PendingSignUp>('signup.take_pending')`
  delete from pending_sign_ups where hash = ${hash} and expires_at > ${now}
  returning email, name, password_hash, market, locale`;

/** Forgets what else waits for this address. */
export const dropPendingSignUps = (email: string) => sql('signup.drop_pending')`
  delete from pending_sign_ups where email = ${email}`;

export const purgePendingSignUps = (now: Date) => sql('signup.purge_pending')`
  delete from pending_sign_ups where expires_at < ${now}`;

/** A user whose address is proved already. */
export const insertVerifiedUser = (input: { id: string; email: string; name: string; now: Date }) => sql(
  'identity.insert_verified_user',
)`
  insert into users (shopper_id, email, email_verified_at, name, created_at, updated_at)
  values (${input.id}, ${input.email}, ${input.now}, ${input.name}, ${input.now}, ${input.now})`;
