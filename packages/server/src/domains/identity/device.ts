import Bowser from 'bowser';
import { originOf, type Origin } from '../audit/public.ts';
import { addressNetwork } from '../../platform/http/client-address.ts';
import type { CookieJar } from '../../platform/http/cookies.ts';
import type { AccessTokens } from './access-tokens.ts';
import { COOKIES, REFRESH_PATH, type Credentials } from './credentials.ts';
import { hashToken, newToken } from './opaque-token.ts';

/** What of a request is compared with the session it claims (AUTH-9). */
export interface Fingerprint {
  /** SHA-256 of the device cookie; null where none came. */
  deviceHash: Buffer | null;
  /** The kind of client without its version, such as `Chrome on Windows; Windows; ?0`: an update changes nothing. */
  client: string;
}

/** The session that a browser gives up by signing in anew, as its cookies name it. */
export type Replaced = { tokenHash: Buffer } | { userId: string; sessionId: string } | null;

/** Where a sign-in comes from. */
export interface SignInOrigin extends Origin, Fingerprint {
  /** The value of the device cookie: the one that came, or a new one. Null for clients without cookies. */
  deviceToken: string | null;
  replaces: Replaced;
}

type Asking = Credentials & Parameters<typeof originOf>[0];

export const DEVICE_DAYS = 400;
const DEVICE_TOKEN = /^[\w-]{43}$/;
const HINTS = ['sec-ch-ua-platform', 'sec-ch-ua-mobile'] as const;

export function fingerprintOf(request: Credentials, jar: CookieJar): Fingerprint {
  const token = deviceToken(request, jar);
  return { deviceHash: token === null ? null : hashToken(token), client: clientOf(request) };
}

/** Everything a new session keeps of the request that begins it. */
export function signInOrigin(
  request: Asking,
  transport: 'cookie' | 'bearer',
  { jar, tokens }: { jar: CookieJar; tokens: AccessTokens },
): SignInOrigin {
  const present = deviceToken(request, jar);
  const token = present ?? (transport === 'cookie' ? newToken() : null);
  return {
    ...originOf(request),
    deviceHash: token === null ? null : hashToken(token),
    deviceToken: token,
    client: clientOf(request),
    replaces: transport === 'cookie' ? replacedSession(request, jar, tokens) : null,
  };
}

/** The marks by which a device and a network are known again. Clients without cookies are known by their kind. */
export function marksOf(origin: Origin & Fingerprint): { device: string; network: string } {
  return {
    device: origin.deviceHash?.toString('base64url') ?? `client:${origin.client}`,
    network: addressNetwork(origin.ip),
  };
}

/** The part of a client's name that people read. */
export function deviceName(client: string | null): string {
  return client?.split(';')[0] ?? '';
}

function deviceToken(request: Credentials, jar: CookieJar): string | null {
  const token = request.cookies[jar.name(COOKIES.device)];
  return token !== undefined && DEVICE_TOKEN.test(token) ? token : null;
}

function clientOf({ headers }: Credentials): string {
  const hints = HINTS.map((name) =>
    String(headers[name] ?? '')
      .replace(/[^\w ?.-]/g, '')
      .slice(0, 30),
  );
  return [familyOf(String(headers['user-agent'] ?? '').slice(0, 400)), ...hints].join('; ');
}

// What is no browser names itself in its first word, such as `okhttp/4.12`.
function familyOf(userAgent: string): string {
  if (userAgent === '') return 'Unknown client';
  const { browser, os } = Bowser.parse(userAgent);
  const first = /^[^\s/;]{1,60}/.exec(userAgent)?.[0] ?? 'Unknown client';
  const name = browser.name && os.name ? browser.name : first;
  return os.name ? `${name} on ${os.name}` : name;
}

function replacedSession(request: Credentials, jar: CookieJar, tokens: AccessTokens): Replaced {
  const refresh = request.cookies[jar.name(COOKIES.refresh, REFRESH_PATH)];
  if (refresh) return { tokenHash: hashToken(refresh) };
  const access = request.cookies[jar.name(COOKIES.access)];
  if (!access) return null;
  try {
    const { sub, sid } = tokens.verify(access);
    return { userId: sub, sessionId: sid };
  } catch {
    return null;
  }
}
