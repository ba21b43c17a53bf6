import { randomBytes } from 'node:crypto';
import { Secret, TOTP } from 'otpauth';
import { recordAudit, recordSecurityEvent, type Origin } from '../audit/public.ts';
import { nobody, type Database, type Tx } from '../../platform/db/database.ts';
import type { Statement } from '../../platform/db/sql.ts';
import { AppError, type ErrorKind } from '../../platform/errors.ts';
import { retryLater } from '../../platform/http/errors.ts';
import { queueMail } from '../../platform/mail/queries.ts';
import { accountMail } from './account-mails.ts';
import { identityErrors } from './errors.ts';
import { hashToken } from './opaque-token.ts';
import type { Store } from '../../store.ts';
import type { SecretBox } from '../../platform/secret-box.ts';
import {
  beginTotp,
  beginTotpTry,
  confirmTotp,
  insertRecoveryCodes,
  readTotp,
  removeTotp,
  takeRecoveryCode,
  takeStep,
} from './queries-totp.ts';

export interface TotpDeps {
  system: Database;
  store: Store;
  box: SecretBox;
  now: () => Date;
}

export interface Person {
  id: string;
  role: string;
  /** Where he is told of it, and in which language. */
  email: string | null;
  locale: string;
}

/** Why a code is not taken; `retryAfter` seconds where the tries are used up. */
export interface Refused {
  refusal: ErrorKind;
  retryAfter?: number;
}

const PERIOD_SECONDS = 30;
const SECRET_BYTES = 20;
/** Of a million codes three are right at a time; ten tries in 15 minutes find one in years. */
const TRIES = 10;
const WAIT_MS = 15 * 60_000;
const RECOVERY_CODES = 10;
const RECOVERY_CODE = /^[0-9a-f]{5}(-[0-9a-f]{5}){3}$/;

/** Begins to add an authenticator app; null where one is on. Nothing is asked of anybody until a code confirms it. */
export async function enrol(
  { system, box, now }: TotpDeps,
  person: { id: string; label: string; issuer: string },
): Promise<{ secret: string; otpauthUrl: string } | null> {
  const secret = randomBytes(SECRET_BYTES);
  const sealed = box.seal(secret, person.id);
  const begin = beginTotp({ userId: person.id, secret: sealed, now: now() });
  const [begun] = (await system.as(nobody).write(begin)).rows[0];
  if (!begun) return null;
  const totp = totpOf(secret, { issuer: person.issuer, label: person.label });
  return { secret: totp.secret.base32, otpauthUrl: totp.toString() };
}

/** Turns codes on with the first code of the app; resolves to the recovery codes, which are told this once. */
export async function confirm(
  deps: TotpDeps,
  person: Person,
  code: string,
  origin: Origin,
): Promise<{ recoveryCodes: string[] } | Refused> {
  const now = deps.now();
  const taken = await takeCode(deps, person.id, code, origin, { confirmed: false });
  if (taken) return taken;
  const recoveryCodes = Array.from({ length: RECOVERY_CODES }, newRecoveryCode);
  const on = await deps.system.as(nobody).transaction(async (tx) => {
    const [[confirmed]] = await tx.run(confirmTotp({ userId: person.id, now }));
    if (!confirmed) return false;
    await tx.run(
      insertRecoveryCodes({ userId: person.id, hashes: recoveryCodes.map(hashToken) }),
      told('user.totp_on', person, origin, now),
      ...mailed('totp_on', person, deps.store, now),
    );
    return true;
  });
  return on ? { recoveryCodes } : { refusal: identityErrors.totpAlreadyOn };
}

/** Turns codes off; the caller has shown his password already. */
export async function disable(
  deps: TotpDeps,
  person: Person,
  code: string,
  origin: Origin,
): Promise<Refused | null> {
  const refused = await takeCode(deps, person.id, code, origin, { confirmed: true });
  if (refused) return refused;
  await deps.system
    .as(nobody)
    .write(
      removeTotp(person.id),
      told('user.totp_off', person, origin, deps.now()),
      ...mailed('totp_off', person, deps.store, deps.now()),
    );
  return null;
}

/** Takes a code of the app, once, or a recovery code, once; null is success (RFC 6238 §5.2). */
export async function takeCode(
  { system, box, now }: TotpDeps,
  userId: string,
  typed: string,
  origin: Origin,
  { confirmed }: { confirmed: boolean },
): Promise<Refused | null> {
  const at = now();
  const code = typed.trim().toLowerCase();
  return system.as(nobody).transaction(async (tx) => {
    // 80 random bits need no budget, and a used-up one must not keep the owner from them.
    if (confirmed && RECOVERY_CODE.test(code)) return takeRecovery(tx, userId, code, origin, at);
    const waitUntil = new Date(at.getTime() + WAIT_MS);
    const [[tried]] = await tx.run(beginTotpTry({ userId, confirmed, now: at, most: TRIES, waitUntil }));
    if (!tried) return whyNot(tx, userId, confirmed, at);
    const timestamp = at.getTime();
    const delta = totpOf(box.open(tried.secret, userId)).validate({ token: code, timestamp, window: 1 });
    const step = Math.floor(timestamp / 1_000 / PERIOD_SECONDS) + (delta ?? 0);
    const [[taken]] = delta === null ? [[]] : await tx.run(takeStep({ userId, step }));
    if (taken) return null;
    if (tried.failures === TRIES) await tx.run(guessing(userId, origin, at));
    return { refusal: identityErrors.totpInvalid };
  });
}

async function takeRecovery(
  tx: Tx,
  userId: string,
  code: string,
  origin: Origin,
  now: Date,
): Promise<Refused | null> {
  const [[used]] = await tx.run(takeRecoveryCode({ userId, hash: hashToken(code), now }));
  if (!used) return { refusal: identityErrors.totpInvalid };
  await tx.run(told('user.totp_recovery_code', { id: userId, role: 'user' }, origin, now));
  return null;
}

async function whyNot(tx: Tx, userId: string, confirmed: boolean, now: Date): Promise<Refused> {
  const [[totp]] = await tx.run(readTotp(userId));
  if (totp && !confirmed && totp.confirmedAt) return { refusal: identityErrors.totpAlreadyOn };
  if (!totp?.lockedUntil || confirmed !== (totp.confirmedAt !== null))
    return { refusal: identityErrors.totpNotOn };
  const retryAfter = Math.max(1, Math.ceil((totp.lockedUntil.getTime() - now.getTime()) / 1_000));
  return { refusal: identityErrors.accountLocked, retryAfter };
}

function totpOf(secret: Buffer, names: { issuer?: string; label?: string } = {}): TOTP {
  const bytes = Uint8Array.from(secret).buffer;
  return new TOTP({ ...names, secret: new Secret({ buffer: bytes }), digits: 6, period: PERIOD_SECONDS });
}

const newRecoveryCode = () =>
  randomBytes(10)
    .toString('hex')
    .replace(/.{5}(?=.)/g, '$&-');

const guessing = (userId: string, origin: Origin, at: Date): Statement =>
  recordSecurityEvent({
    ...origin,
    at,
    kind: 'totp_guessing',
    subjectId: userId,
    evidence: { tries: TRIES },
  });

const told = (action: string, person: { id: string; role: string }, origin: Origin, at: Date): Statement =>
  recordAudit({
    ...origin,
    at,
    actorId: person.id,
    actorRole: person.role,
    action,
    targetKind: 'user',
    targetId: person.id,
  });

// Whoever turns them on or off with a session that is not his is not to do so unseen.
function mailed(
  kind: 'totp_on' | 'totp_off',
  { id, email, locale }: Person,
  store: { name: string },
  now: Date,
): Statement[] {
  if (email === null) return [];
  return [queueMail({ to: email, concerns: id, ...accountMail(kind, locale, { store: store.name }), now })];
}

/** What a code that was not taken answers. */
export function refusalOf({ refusal, retryAfter }: Refused): AppError {
  return retryAfter === undefined ? new AppError(refusal) : retryLater(refusal, retryAfter);
}
