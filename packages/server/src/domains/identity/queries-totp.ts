import { sql } from '../../platform/db/sql.ts';

/** Begins anew; no row where codes are on already. */
export const beginTotp = (input: { userId: string; secret: string; now: Date }) => sql<{ shopperId: string }>(
  'totp.begin',
)`
  insert into totp as t (shopper_id, secret, created_at) values (${input.userId}, ${input.secret}, ${input.now})
  on conflict (shopper_id) do update set secret = excluded.secret, created_at = excluded.created_at, last_step = 0
   where t.confirmed_at is null
  returning shopper_id`;

/**
 * Counts a try before anything is compared, in one budget per person; no row where it is used up or there is nothing to
 * compare with. A code that fits gives the try back.
 */
export const beginTotpTry = (input: {
  userId: string;
  /** Whether it is one that is on, or one that is just added: a wrong code for the one uses up nothing of the other. */
  confirmed: boolean;
  now: Date;
  most: number;
  waitUntil: Date;
}) => sql<{
  secret: string;
  failures: number;
}>('totp.begin_try')`
  update totp
     set failures = case when locked_until is not null then 1 else failures + 1 end,
         locked_until = case when locked_until is null and failures + 1 >= ${input.most} then ${input.waitUntil}::timestamptz end
   where shopper_id = ${input.userId} and (confirmed_at is not null) = ${input.confirmed}
     and (locked_until is null or locked_until <= ${input.now})
  returning secret, failures`;

export const readTotp = (userId: string) => sql<{
  confirmedAt: Date | null;
  lockedUntil: Date | null;
  codesLeft: number;
}>('totp.read')`
  select confirmed_at, locked_until,
         (select count(*)::int from totp_recovery_codes c where c.shopper_id = t.shopper_id and used_at is null) as codes_left
    from totp t where shopper_id = ${userId}`;

/** Takes the code of these 30 seconds; no row where it, or a later one, was taken before. */
export const takeStep = (input: { userId: string; step: number }) => sql<{ shopperId: string }>(
  'totp.take_step',
)`
  update totp set last_step = ${input.step}::bigint, failures = 0, locked_until = null
   where shopper_id = ${input.userId} and last_step < ${input.step}::bigint returning shopper_id`;

export const takeRecoveryCode = (input: { userId: string; hash: Buffer; now: Date }) => sql<{
  shopperId: string;
}>('totp.take_recovery_code')`
  update totp_recovery_codes set used_at = ${input.now}
   where shopper_id = ${input.userId} and hash = ${input.hash} and used_at is null returning shopper_id`;

export const confirmTotp = (input: { userId: string; now: Date }) => sql<{ shopperId: string }>(
  'totp.confirm',
)`
  update totp set confirmed_at = ${input.now} where shopper_id = ${input.userId} and confirmed_at is null returning shopper_id`;

export const insertRecoveryCodes = (input: { userId: string; hashes: readonly Buffer[] }) => sql(
  'totp.insert_recovery_codes',
)`
  insert into totp_recovery_codes (shopper_id, hash) select ${input.userId}, hash from unnest(${input.hashes}::bytea[]) hash`;

export const removeTotp = (userId: string) => sql<{ shopperId: string }>('totp.remove')`
  delete from totp where shopper_id = ${userId} returning shopper_id`;

export const listSealed = (currentKey: string) => sql<{ shopperId: string; secret: string }>(
  'totp.list_sealed',
)`
  select shopper_id, secret from totp where not starts_with(secret, ${`${currentKey}.`}) limit 1000`;

/** Only where it is still as it was read: a secret begun anew meanwhile stays. */
export const resealSecret = (input: { userId: string; before: string; after: string }) => sql('totp.reseal')`
  update totp set secret = ${input.after} where shopper_id = ${input.userId} and secret = ${input.before}`;
