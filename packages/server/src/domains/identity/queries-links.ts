import { sql } from '../../platform/db/sql.ts';

export type LinkPurpose = 'verify_email' | 'change_email' | 'reset_password';

interface LinkRow {
  userId: string;
  hash: Buffer;
  purpose: LinkPurpose;
  email: string;
  now: Date;
  expiresAt: Date;
}

/** Keeps a link by the hash of its token; nothing where there is no such user. */
export const insertLink = (input: LinkRow) => sql('link.insert')`
  insert into mail_tokens (shopper_id, hash, purpose, email, created_at, expires_at)
  select shopper_id, ${input.hash}, ${input.purpose}, ${input.email}, ${input.now}, ${input.expiresAt}
    from users where shopper_id = ${input.userId}`;

/** Whether such a link may still be used. */
export const findLink = (input: { hash: Buffer; purpose: LinkPurpose; now: Date }) => sql<{
  userId: string;
}>('link.find')`
  select shopper_id as user_id from mail_tokens
   where hash = ${input.hash} and purpose = ${input.purpose} and expires_at > ${input.now}`;

/** Uses a link up. No row: nobody was sent it, it is too old, or it was used, perhaps this very moment. */
export const takeLink = (input: { hash: Buffer; purpose: LinkPurpose; now: Date }) => sql<{
  userId: string;
  email: string;
}>('link.take')`
  delete from mail_tokens where hash = ${input.hash} and purpose = ${input.purpose} and expires_at > ${input.now}
  returning shopper_id as user_id, email`;

/** Takes back the other links of these purposes that a user was sent. */
export const dropLinks = (userId: string, purposes: readonly LinkPurpose[]) => sql('link.drop')`
  delete from mail_tokens where shopper_id = ${userId} and purpose = any (${purposes}::text[])`;

export const purgeLinks = (now: Date) => sql('link.purge')`delete from mail_tokens where expires_at < ${now}`;

/** The user as he is now, before and after a change of how he is reached. */
export interface Reach {
  role: string;
  active: boolean;
  locale: string | null;
  name: string;
  email: string | null;
  phone: string | null;
  /** Whether the account's own user has shown that the address is his, not merely whoever reads its mail. */
  emailHis: boolean;
}

export const lockReach = (userId: string) => sql<Reach>('identity.lock_reach')`
  select s.role, s.active, s.locale, u.name, u.email, u.phone,
         u.email_verified_at is not null and not u.email_verified_elsewhere as email_his
    from users u join shoppers s on s.id = u.shopper_id where u.shopper_id = ${userId} for update of u`;

/** Takes from an account the ways in that somebody else may have put there: phone and authenticator. */
export const dropOtherWays = (userId: string, now: Date) => sql<{ what: string }>('identity.drop_other_ways')`
  with before as (select phone from users where shopper_id = ${userId}::uuid and phone is not null
  ), cleared as (
    update users set phone = null, phone_verified_at = null, updated_at = ${now} where shopper_id = ${userId}::uuid and phone is not null
  ), removed as (
    delete from totp where shopper_id = ${userId}::uuid returning shopper_id
  )
  select 'phone' as what from before union all select 'authenticator' from removed`;

/**
 * The address is proved; no row where it is not his any more. `elsewhere`: by whoever has the mail, who need not be him; that
 * never takes back what he has proved himself.
 */
export const verifyEmail = (input: { userId: string; email: string; elsewhere: boolean; now: Date }) => sql<{
  id: string;
}>('identity.verify_email')`
  update users
     set email_verified_at = coalesce(email_verified_at, ${input.now}), updated_at = ${input.now},
         email_verified_elsewhere = ${input.elsewhere} and (email_verified_at is null or email_verified_elsewhere)
   where shopper_id = ${input.userId} and email = ${input.email} returning shopper_id as id`;

export const setEmail = (input: { userId: string; email: string; elsewhere: boolean; now: Date }) => sql(
  'identity.set_email',
)`
  update users
     set email = ${input.email}, email_verified_at = ${input.now}, email_verified_elsewhere = ${input.elsewhere}, updated_at = ${input.now}
   where shopper_id = ${input.userId}`;

/** Replaces a password, or sets the first one. */
export const savePassword = (input: { userId: string; passwordHash: string; now: Date }) => sql(
  'identity.save_password',
)`
  insert into credentials (shopper_id, password_hash, changed_at) values (${input.userId}, ${input.passwordHash}, ${input.now})
  on conflict (shopper_id) do update set password_hash = excluded.password_hash, changed_at = excluded.changed_at`;

/** The same for who gave the old one; no row where it is not the old one any more, null where he had none. */
export const replacePassword = (input: {
  userId: string;
  passwordHash: string;
  oldHash: string | null;
  now: Date;
}) => sql<{ id: string }>('identity.replace_password')`
  with changed as (
    update credentials set password_hash = ${input.passwordHash}, changed_at = ${input.now}
     where shopper_id = ${input.userId} and password_hash = ${input.oldHash}::text
    returning shopper_id
  ), first as (
    insert into credentials (shopper_id, password_hash, changed_at)
    select ${input.userId}::uuid, ${input.passwordHash}::text, ${input.now}::timestamptz where ${input.oldHash}::text is null
    on conflict (shopper_id) do nothing returning shopper_id
  )
  select shopper_id as id from changed union all select shopper_id from first`;

/** Ends a user's sessions but the one given. */
export const revokeSessions = (input: {
  userId: string;
  except: string | null;
  because: string;
  now: Date;
}) => sql<{ id: string }>('session.revoke_others')`
  update sessions set revoked_at = ${input.now}, revoked_because = ${input.because}
   where shopper_id = ${input.userId} and id is distinct from ${input.except}::uuid and revoked_at is null
  returning id`;

/** What stands behind the caller's session: how he is reached, his password, when he signed in. */
export const readStanding = (sessionId: string) => sql<
  Omit<Reach, 'emailHis'> & { passwordHash: string | null; signedInAt: Date }
>('identity.standing')`
  select s.role, s.active, s.locale, u.name, u.email, u.phone,
         c.password_hash, e.created_at as signed_in_at
    from users u join shoppers s on s.id = u.shopper_id join sessions e on e.shopper_id = u.shopper_id and e.id = ${sessionId}
    left join credentials c on c.shopper_id = u.shopper_id
   where u.shopper_id = current_shopper_id()`;

/** To whom a link for a new password may go; nobody suspended. */
export const findRecoverable = (email: string) => sql<{ id: string; locale: string | null; name: string }>(
  'identity.find_recoverable',
)`
  select u.shopper_id as id, s.locale, u.name from users u join shoppers s on s.id = u.shopper_id
   where u.email = ${email} and s.active`;

/** The caller's address and whether it is proved to be his. */
export const readMyAddress = () => sql<{ email: string | null; emailVerified: boolean }>(
  'identity.my_address',
)`
  select email, email_verified_at is not null as email_verified from users where shopper_id = current_shopper_id() for update`;

/** Puts a mail into the outbox where there is such a user; else nothing, for the same work. */
export const queueMailToUser = (input: {
  userId: string;
  to: string;
  kind: string;
  locale: string;
  subject: string;
  body: string;
  now: Date;
  secretUntil: Date;
}) => sql('identity.queue_mail')`
  insert into outbox (channel, recipient, concerns, kind, locale, subject, body, created_at, secret_until)
  select 'mail', ${input.to}, shopper_id, ${input.kind}, ${input.locale}, ${input.subject}, ${input.body}, ${input.now}, ${input.secretUntil}
    from users where shopper_id = ${input.userId}`;
