import type { Statement } from '../../platform/db/sql.ts';
import { newId } from '../../platform/new-id.ts';
import type { Store } from '../../store.ts';
import { ACCESS_SECONDS, type AccessTokens } from './access-tokens.ts';
import { hashToken, newToken } from './opaque-token.ts';
import { STAFF, type Role } from './permissions.ts';
import { deviceName, marksOf, type SignInOrigin } from './device.ts';
import { newSignInMail, sessionEndedMail } from './security-mails.ts';
import { insertRefreshToken, insertSession } from './session-queries.ts';
import { endOldest, endReplaced, lockPerson, noteOrigin } from './queries-sign-in.ts';

export type Transport = 'cookie' | 'bearer';

/** What a client holds after signing in. Neither token is stored anywhere: of the refresh token only its hash. */
export interface IssuedTokens {
  accessToken: string;
  refreshToken: string;
  /** Seconds until the access token ends. */
  expiresIn: number;
  /** Seconds until the refresh token ends. */
  refreshExpiresIn: number;
}

export interface SessionPolicy {
  tokens: AccessTokens;
  store: Store;
  now: () => Date;
}

export interface Person {
  id: string;
  role: string;
  market: string | null;
}

/**
 * A new session: the statements that record it and the tokens that speak for it. Send them in the sign-in's own transaction,
 * in their order. They end what the browser held before and the oldest beyond the store's limit, and tell of a new device.
 */
export function startSession(
  person: Person,
  device: SignInOrigin & { transport: Transport },
  { tokens, store, now }: SessionPolicy,
): { statements: Statement[]; issued: IssuedTokens } {
  const at = now();
  const sessionId = newId(at);
  const refreshToken = newToken();
  const seconds = sessionSeconds(person.role, store);
  const expiresAt = new Date(at.getTime() + seconds * 1_000);
  return {
    statements: [
      lockPerson(person.id),
      insertSession({ ...device, userId: person.id, sessionId, now: at, expiresAt }),
      insertRefreshToken({ userId: person.id, sessionId, hash: hashToken(refreshToken), now: at, expiresAt }),
      ...consequences(person, device, { sessionId, store, now: at }),
    ],
    issued: issueTokens(person, sessionId, refreshToken, { tokens, store }),
  };
}

function consequences(
  person: Person,
  device: SignInOrigin,
  { sessionId, store, now }: { sessionId: string; store: Store; now: Date },
): Statement[] {
  const most = store.accounts.maxSessions;
  const name = deviceName(device.client);
  const values = {
    store: store.name,
    device: name,
    ip: device.ip,
    most: String(most),
    time: now.toISOString(),
  };
  const locale = store.markets[person.market ?? store.defaultMarket]?.locales[0] ?? 'en';
  const base = { ...device, userId: person.id, now };
  const marks = marksOf(device);
  const { replaces } = device;
  const replaced = { ...device, tokenHash: null, userId: null, sessionId: null, ...replaces, now };
  return [
    ...(replaces ? [endReplaced(replaced)] : []),
    endOldest({ ...base, sessionId, most, mail: sessionEndedMail(locale, values) }),
    noteOrigin({
      ...base,
      ...marks,
      evidence: { device: name, network: marks.network, sessionId },
      mail: newSignInMail(locale, values),
    }),
  ];
}

export function issueTokens(
  person: Person,
  sessionId: string,
  refreshToken: string,
  { tokens, store }: Pick<SessionPolicy, 'tokens' | 'store'>,
): IssuedTokens {
  const market = person.market ?? store.defaultMarket;
  return {
    accessToken: tokens.issue({ sub: person.id, sid: sessionId, role: person.role, market }),
    refreshToken,
    expiresIn: ACCESS_SECONDS,
    refreshExpiresIn: sessionSeconds(person.role, store),
  };
}

/** Staff sessions are shorter (AUTH-13). */
export function sessionSeconds(role: string, store: Store): number {
  return STAFF.includes(role as Role)
    ? store.accounts.staffSessionHours * 3_600
    : store.accounts.sessionDays * 86_400;
}
