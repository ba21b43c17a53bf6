import type { Statement } from '../../platform/db/sql.ts';
import { newId } from '../../platform/new-id.ts';
import type { Store } from '../../store.ts';
import { ACCESS_SECONDS, type AccessTokens } from './access-tokens.ts';
import { hashToken, newToken } from './opaque-token.ts';
import { STAFF, type Role } from './permissions.ts';
import { insertRefreshToken, insertSession, type Device } from './session-queries.ts';

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

/** A new session: the statements that record it and the tokens that speak for it. Send them in the sign-in's own transaction. */
export function startSession(
  person: Person,
  device: Device & { transport: Transport },
  { tokens, store, now }: SessionPolicy,
): { statements: Statement[]; issued: IssuedTokens } {
  const at = now();
  const sessionId = newId(at);
  const refreshToken = newToken();
  const seconds = sessionSeconds(person.role, store);
  const expiresAt = new Date(at.getTime() + seconds * 1_000);
  return {
    statements: [
      insertSession({ ...device, userId: person.id, sessionId, now: at, expiresAt }),
      insertRefreshToken({ userId: person.id, sessionId, hash: hashToken(refreshToken), now: at, expiresAt }),
    ],
    issued: issueTokens(person, sessionId, refreshToken, { tokens, store }),
  };
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
