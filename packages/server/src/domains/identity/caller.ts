import type { Identity } from '../../platform/db/database.ts';
import { refuse } from '../../platform/errors.ts';
import { httpErrors } from '../../platform/http/errors.ts';
import type { CookieJar } from '../../platform/http/cookies.ts';
import type { AccessRule, Who } from '../../platform/http/route.ts';
import type { AccessClaims, AccessTokens } from './access-tokens.ts';
import { COOKIES, REFRESH_PATH, type Credentials } from './credentials.ts';
import { hashToken } from './opaque-token.ts';
import { identifyGuest, identifyRefresh, identifyUser } from './queries.ts';
import { identifySensitive } from './session-queries.ts';
import type { Fingerprint } from './device.ts';

export interface Caller extends Identity<Who> {
  /** Signed claims of a user; null for a guest. They say who he claims to be; the database says whether he still is. */
  claims: AccessClaims | null;
  viaCookie: boolean;
}

const GUEST_TOKEN = /^[\w-]{43}$/;

/** Reads who asks and turns it into an identity for the database. What the client sends besides its token is never read. */
export function readCaller(
  request: Credentials,
  access: Exclude<AccessRule, 'public'>,
  context: {
    tokens: AccessTokens;
    jar: CookieJar;
    now: () => Date;
    /** On sensitive routes: what is compared with where the session began (AUTH-9). */
    compare?: (Fingerprint & { ip: string; ipRule: string }) | null;
  },
): Caller {
  const { tokens, jar, now, compare } = context;
  if (access === 'leaving') return readLeavingCaller(request, context);
  const bearer = bearerToken(request.headers.authorization);
  const accessToken = bearer ?? request.cookies[jar.name(COOKIES.access)];
  if (accessToken) {
    const claims = tokens.verify(accessToken);
    const roles = typeof access === 'string' ? null : access;
    const who = { userId: claims.sub, sessionId: claims.sid, now: now(), roles, owner: meantFor(request) };
    const prelude = compare ? identifySensitive({ ...who, ...compare }) : identifyUser(who);
    return { claims, prelude, viaCookie: bearer === null };
  }
  const guest = guestToken(request, jar);
  if (guest && access === 'shopper') {
    return {
      claims: null,
      prelude: identifyGuest({
        tokenHash: hashToken(guest.token),
        now: now(),
        owner: meantFor(request),
      }),
      viaCookie: guest.viaCookie,
    };
  }
  throw refuse(httpErrors.unauthenticated);
}

// The access cookie goes when its token has run out; the refresh cookie then still says whose session is to end.
function readLeavingCaller(request: Credentials, context: Parameters<typeof readCaller>[2]): Caller {
  try {
    return readCaller(request, 'user', context);
  } catch (refusal) {
    const refreshToken = request.cookies[context.jar.name(COOKIES.refresh, REFRESH_PATH)];
    if (!refreshToken || request.headers.authorization !== undefined) throw refusal;
    const prelude = identifyRefresh({
      tokenHash: hashToken(refreshToken),
      now: context.now(),
      owner: meantFor(request),
    });
    return { claims: null, prelude, viaCookie: true };
  }
}

/**
 * Whom the request was meant for (`X-Owner`), null where it does not say. It can only refuse: cookies are those of whoever
 * signed in last, so that what a page wrote for one user could else reach the next one's cart.
 */
function meantFor(request: Credentials): string | null {
  const owner = request.headers['x-owner'];
  return typeof owner === 'string' ? owner : null;
}

/** The guest token of a request, from its header or cookie; null when there is none or it has not the shape of one. */
export function guestToken(
  request: Credentials,
  jar: CookieJar,
): { token: string; viaCookie: boolean } | null {
  const header = request.headers['x-guest-token'];
  const token = header ?? request.cookies[jar.name(COOKIES.guest)];
  return typeof token === 'string' && GUEST_TOKEN.test(token)
    ? { token, viaCookie: header === undefined }
    : null;
}

/**
 * Whether a cookie of ours decides who asks, in the very order of `readCaller`: then a foreign page could have sent this
 * request (API-8). Sign-in, refresh and their like are public and read any of the three cookies.
 */
export function authenticatesByCookie(request: Credentials, access: AccessRule, jar: CookieJar): boolean {
  const has = (base: string, path?: string) => Boolean(request.cookies[jar.name(base, path)]);
  if (access === 'public')
    return has(COOKIES.access) || has(COOKIES.guest) || has(COOKIES.refresh, REFRESH_PATH);
  if (request.headers.authorization !== undefined) return false;
  if (access === 'leaving' && has(COOKIES.refresh, REFRESH_PATH)) return true;
  return has(COOKIES.access) || (has(COOKIES.guest) && request.headers['x-guest-token'] === undefined);
}

/** What a CSRF token is bound to: the session of the access cookie, else the guest, else nobody. An ended token still binds. */
export function sessionBinding(request: Credentials, jar: CookieJar): string {
  const access = request.cookies[jar.name(COOKIES.access)];
  if (access) return `session:${sessionIdOf(access)}`;
  const guest = request.cookies[jar.name(COOKIES.guest)];
  return guest ? `guest:${hashToken(guest).toString('base64url')}` : 'nobody';
}

function sessionIdOf(token: string): string {
  try {
    const claims = JSON.parse(Buffer.from(token.split('.')[1] ?? '', 'base64url').toString()) as {
      sid?: unknown;
    };
    return String(claims.sid);
  } catch {
    return 'unreadable';
  }
}

function bearerToken(header: string | string[] | undefined): string | null {
  if (header === undefined) return null;
  const match = typeof header === 'string' ? /^Bearer +(\S+)$/i.exec(header) : null;
  if (!match) throw refuse(httpErrors.unauthenticated);
  return match[1]!;
}
