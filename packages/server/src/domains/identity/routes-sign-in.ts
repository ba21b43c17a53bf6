import { originOf } from '../audit/public.ts';
import { checkMarket, marketErrors, requestedMarket } from '../../market.ts';
import { refuse } from '../../platform/errors.ts';
import { CSRF_LIFETIME_SECONDS } from '../../platform/http/csrf.ts';
import type { App } from '../../platform/http/route.ts';
import { guestToken, sessionBinding } from './caller.ts';
import { COOKIES, REFRESH_PATH } from './credentials.ts';
import { fingerprintOf, signInOrigin } from './device.ts';
import { identityErrors } from './errors.ts';
import type { IdentityDeps } from './routes-deps.ts';
import { logIn } from './log-in.ts';
import { refreshSession } from './refresh-session.ts';
import { clearSession, signInAnswer } from './routes-answer.ts';
import {
  csrfAnswer,
  guestAnswer,
  guestInput,
  logInInput,
  marketHeaders,
  refreshInput,
  tokenAnswer,
} from './schema.ts';
import { GUEST_TOKEN_DAYS, startGuest } from './start-guest.ts';

const tags = ['Identity'];

/** Becoming somebody: by password, by refresh token, as a guest. */
export function signInRoutes(app: App, deps: IdentityDeps): void {
  csrfRoute(app, deps);
  logInRoute(app, deps);
  refreshRoute(app, deps);
  guestRoute(app, deps);
}

function csrfRoute(app: App, { jar }: IdentityDeps): void {
  app.route({
    method: 'GET',
    url: '/auth/csrf',
    config: { access: 'public' },
    schema: {
      tags,
      summary: 'Get a CSRF token',
      description: 'Bound to the session of the cookies it comes with; ask again after signing in or out.',
      response: { 200: csrfAnswer },
    },
    handler: async (request, reply) => {
      const csrfToken = reply.generateCsrf({ userInfo: sessionBinding(request, jar) });
      return reply.header('cache-control', 'no-store').send({ csrfToken, expiresIn: CSRF_LIFETIME_SECONDS });
    },
  });
}

function logInRoute(app: App, deps: IdentityDeps): void {
  const { system, store } = deps;
  const answer = signInAnswer(deps);
  app.route({
    method: 'POST',
    url: '/auth/login',
    config: {
      access: 'public',
      limit: 'auth',
      csrf: 'always',
      idempotency: 'off',
      errors: [
        identityErrors.credentialsInvalid,
        identityErrors.accountInactive,
        identityErrors.accountLocked,
        identityErrors.totpRequired,
        identityErrors.totpInvalid,
        identityErrors.sessionRevoked,
        marketErrors.marketUnknown,
      ],
    },
    schema: {
      tags,
      summary: 'Sign in with email and password',
      headers: marketHeaders,
      body: logInInput,
      response: { 200: tokenAnswer },
    },
    handler: async (request, reply) => {
      const { transport } = request.body;
      const cartMarket = requestedMarket(request.headers, store);
      const from = signInOrigin(request, transport, deps);
      const signedIn = await logIn(system, request.body, from, deps);
      return answer(request, reply, { ...signedIn, cartMarket, transport, from, claim: true });
    },
  });
}

function refreshRoute(app: App, deps: IdentityDeps): void {
  const { system, jar } = deps;
  const answer = signInAnswer(deps);
  app.route({
    method: 'POST',
    url: '/auth/refresh',
    config: {
      access: 'public',
      idempotency: 'off',
      errors: [
        identityErrors.refreshInvalid,
        identityErrors.refreshReused,
        identityErrors.sessionRevoked,
        identityErrors.sessionContextChanged,
        identityErrors.accountInactive,
      ],
    },
    schema: {
      tags,
      summary: 'Exchange the refresh token',
      description:
        'Single use; two tabs racing within 15 seconds get the same successor, any other reuse ends the session.',
      body: refreshInput,
      response: { 200: tokenAnswer },
    },
    handler: async (request, reply) => {
      const sent = request.body?.refreshToken;
      const token = sent ?? request.cookies[jar.name(COOKIES.refresh, REFRESH_PATH)];
      if (!token) throw refuse(identityErrors.refreshInvalid);
      const transport = sent ? 'bearer' : 'cookie';
      const from = { ...originOf(request), ...fingerprintOf(request, jar), transport } as const;
      const refreshed = await refreshSession(system, token, from, deps);
      if ('refusal' in refreshed) {
        // Cookies that sign nobody in would only be refused again.
        if (!sent) clearSession(reply, jar);
        if (refreshed.ended) deps.bus.publish(`session:${refreshed.ended}`, 'ended');
        throw refuse(refreshed.refusal);
      }
      const { userId, issued } = refreshed;
      return answer(request, reply, {
        userId,
        cartMarket: null,
        issued,
        transport,
        merge: false,
      });
    },
  });
}

function guestRoute(app: App, deps: IdentityDeps): void {
  const { system, store, jar } = deps;
  app.route({
    method: 'POST',
    url: '/auth/guest',
    config: {
      access: 'public',
      limit: 'cart',
      csrf: 'off',
      idempotency: 'off',
      errors: [identityErrors.guestsOff, marketErrors.marketUnknown],
    },
    schema: { tags, summary: 'Become a guest with a cart', body: guestInput, response: { 201: guestAnswer } },
    handler: async (request, reply) => {
      const { transport = 'cookie', market } = request.body ?? {};
      checkMarket(market, store);
      const presentToken = transport === 'cookie' ? (guestToken(request, jar)?.token ?? null) : null;
      const { guestId, guestToken: token } = await startGuest(
        system,
        { market: market ?? null, presentToken },
        deps,
      );
      if (transport === 'cookie')
        jar.set(reply, COOKIES.guest, token, { maxAgeSeconds: GUEST_TOKEN_DAYS * 86_400 });
      const body =
        transport === 'bearer' ? { guestToken: token, guest: { id: guestId } } : { guest: { id: guestId } };
      return reply.code(201).header('cache-control', 'no-store').send(body);
    },
  });
}
