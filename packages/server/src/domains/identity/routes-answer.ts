import type { FastifyReply, FastifyRequest } from 'fastify';
import { originOf } from '../audit/public.ts';
import type { CookieJar } from '../../platform/http/cookies.ts';
import { sendJson } from '../../platform/http/route.ts';
import { guestToken } from './caller.ts';
import { COOKIES, REFRESH_PATH } from './credentials.ts';
import { DEVICE_DAYS, type SignInOrigin } from './device.ts';
import type { IdentityDeps } from './routes-deps.ts';
import { identifyUser, readMe } from './queries.ts';
import type { IssuedTokens, Transport } from './start-session.ts';

interface SignedIn {
  userId: string;
  /** The market that a guest's cart goes into where the request names one; null leaves it to the user's own. */
  cartMarket: string | null;
  issued: IssuedTokens;
  transport: Transport;
  /** Where it was signed in from; a refresh begins no session. */
  from?: SignInOrigin;
  merge?: boolean;
  /** Whether orders placed as a guest are looked for; an email just signed up with is not verified yet. */
  claim?: boolean;
}

/** What every sign-in answers: cookies for browsers, tokens in the body for others; never both, so that a page cannot read what its cookies hold. */
export function signInAnswer({ shop, tokens, jar, bus, now, mergeGuest, claimOrders }: IdentityDeps) {
  return async (
    request: FastifyRequest,
    reply: FastifyReply,
    { userId, cartMarket, issued, transport, from, merge = true, claim = false }: SignedIn,
  ) => {
    // Streams of sessions that gave way end.
    if (from) bus.publish(`session:${userId}`, 'changed');
    const guest = merge ? guestToken(request, jar) : null;
    const guestCart = guest
      ? await mergeGuest({ guestToken: guest.token, userId, market: cartMarket, origin: originOf(request) })
      : null;
    if (claim) await claimOrders(userId);
    if (guest?.viaCookie && guestCart) jar.clear(reply, COOKIES.guest);
    const claims = tokens.verify(issued.accessToken);
    const me = await shop
      .as({ prelude: identifyUser({ userId, sessionId: claims.sid, now: now(), roles: null }) })
      .read(readMe());
    const extra = guestCart ? `,"guestCart":${JSON.stringify(guestCart)}` : '';
    let credentials = '';
    if (transport === 'bearer') {
      credentials = `"accessToken":${JSON.stringify(issued.accessToken)},"refreshToken":${JSON.stringify(issued.refreshToken)},`;
    } else {
      jar.set(reply, COOKIES.access, issued.accessToken, { maxAgeSeconds: issued.expiresIn });
      jar.set(reply, COOKIES.refresh, issued.refreshToken, {
        maxAgeSeconds: issued.refreshExpiresIn,
        path: REFRESH_PATH,
      });
      if (from?.deviceToken)
        jar.set(reply, COOKIES.device, from.deviceToken, { maxAgeSeconds: DEVICE_DAYS * 86_400 });
    }
    reply.header('cache-control', 'no-store');
    return sendJson(
      reply,
      `{${credentials}"expiresIn":${issued.expiresIn},"user":${me.rows[0][0]!.user}${extra}}`,
    );
  };
}

/** Takes the session from the browser. */
export function clearSession(reply: FastifyReply, jar: CookieJar): void {
  jar.clear(reply, COOKIES.access);
  jar.clear(reply, COOKIES.refresh, REFRESH_PATH);
}
