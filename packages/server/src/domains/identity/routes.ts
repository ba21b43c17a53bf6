import type { FastifyReply, FastifyRequest } from 'fastify';
import { originOf, type LaterRecords, type Origin } from '../audit/public.ts';
import type { Database, Identity } from '../../platform/db/database.ts';
import { checkMarket, marketErrors, requestedMarket } from '../../market.ts';
import { refuse } from '../../platform/errors.ts';
import type { EventBus } from '../../platform/events/bus.ts';
import type { CookieJar } from '../../platform/http/cookies.ts';
import { CSRF_LIFETIME_SECONDS } from '../../platform/http/csrf.ts';
import { sendJson, type App, type Who } from '../../platform/http/route.ts';
import type { Store } from '../../store.ts';
import type { AccessTokens } from './access-tokens.ts';
import { guestToken, sessionBinding, type Caller } from './caller.ts';
import { changeProfile } from './change-me.ts';
import { COOKIES, REFRESH_PATH } from './credentials.ts';
import { DEVICE_DAYS, fingerprintOf, signInOrigin, type SignInOrigin } from './device.ts';
import { identityErrors } from './errors.ts';
import { logIn } from './log-in.ts';
import { permissions } from './permissions.ts';
import { identifyUser, readMe } from './queries.ts';
import { sessionRoute } from './routes-session.ts';
import { refreshSession } from './refresh-session.ts';
import {
  acceptedAnswer,
  csrfAnswer,
  guestAnswer,
  guestInput,
  logInInput,
  logoutAnswer,
  marketHeaders,
  meAnswer,
  meInput,
  refreshInput,
  signUpInput,
  tokenAnswer,
  userParams,
  userStatusAnswer,
  userStatusInput,
} from './schema.ts';
import { endSessions } from './end-sessions.ts';
import { requestSignUp } from './sign-up-later.ts';
import type { SecretBox } from '../../platform/secret-box.ts';
import { signUp } from './sign-up.ts';
import { GUEST_TOKEN_DAYS, startGuest } from './start-guest.ts';
import type { IssuedTokens, Transport } from './start-session.ts';
import { changeUser } from './change-user.ts';

export interface IdentityDeps {
  shop: Database;
  system: Database;
  later: LaterRecords;
  store: Store;
  tokens: AccessTokens;
  jar: CookieJar;
  bus: EventBus;
  now: () => Date;
  /** The first derives successors; all are known, for those of before a change of keys. */
  successorSecrets: readonly string[];
  guardSecret: string;
  box: SecretBox;
  /** Where links in mails lead. */
  publicUrl: string;
  /** Keys the hashes of budgets. */
  codeSecret: string;
  localeOf: (request: FastifyRequest) => Promise<string>;
  /** Called after sign-in with the guest's token; what it reports goes into the answer. It never throws. */
  mergeGuest: (input: {
    guestToken: string;
    userId: string;
    market: string | null;
    origin: Origin;
  }) => Promise<unknown>;
  /** Called after sign-in: orders placed as a guest with the user's verified email become his (CHK-5). */
  claimOrders: (userId: string) => Promise<unknown>;
  /** Called at logout when the store's policy is to clear the cart. */
  clearCart: (caller: Identity<Who>, origin: Origin) => Promise<void>;
}

const tags = ['Identity'];

export function identityRoutes(app: App, deps: IdentityDeps): void {
  const { shop, system, store, jar } = deps;
  const policy = { ...deps };
  const answer = signInAnswer(deps);
  sessionRoute(app, deps);

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

  app.route({
    method: 'POST',
    url: '/auth/signup',
    config: {
      access: 'public',
      limit: 'auth',
      csrf: 'always',
      idempotency: 'off',
      errors: [
        identityErrors.emailTaken,
        identityErrors.passwordWeak,
        identityErrors.askedTooOften,
        marketErrors.marketUnknown,
      ],
    },
    schema: {
      tags,
      summary: 'Create an account',
      description:
        'Where the store file says `accounts.signUp: confirm`, every address is answered 202 and mailed what to do next.',
      headers: marketHeaders,
      body: signUpInput,
      response: { 201: tokenAnswer, 202: acceptedAnswer },
    },
    handler: async (request, reply) => {
      const { transport, locale, market, ...input } = request.body;
      checkMarket(market, store);
      const cartMarket = requestedMarket(request.headers, store);
      const mailLocale = locale ?? (await deps.localeOf(request));
      const person = { ...input, locale: locale ?? null, mailLocale, market: market ?? null };
      if (store.accounts.signUp === 'confirm') {
        await requestSignUp(deps, person, originOf(request));
        return reply
          .code(202)
          .header('cache-control', 'no-store')
          .send({ accepted: true } as const);
      }
      const from = signInOrigin(request, transport, deps);
      const { userId, issued } = await signUp(system, { ...person, transport }, from, policy);
      return answer(request, reply.code(201), { userId, cartMarket, issued, transport, from });
    },
  });

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
      const signedIn = await logIn(system, request.body, from, policy);
      return answer(request, reply, { ...signedIn, cartMarket, transport, from, claim: true });
    },
  });

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
      const from = { ...originOf(request), ...fingerprintOf(request, jar) };
      const refreshed = await refreshSession(system, token, from, policy);
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
        transport: sent ? 'bearer' : 'cookie',
        merge: false,
      });
    },
  });

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

  for (const all of [false, true]) {
    app.route({
      method: 'POST',
      url: all ? '/auth/logout-all' : '/auth/logout',
      config: { access: 'leaving', idempotency: 'off' },
      schema: {
        tags,
        summary: all ? 'End all sessions' : 'End this session',
        response: { 200: logoutAnswer },
      },
      handler: async (request, reply) => {
        const caller = request.caller as Caller;
        const origin = originOf(request);
        const { shopperId, ended } = await endSessions(
          shop.as(caller),
          { all, claimedSession: caller.claims?.sid, origin, now: deps.now() },
          async () => {
            if (store.cart.onLogout === 'clear') await deps.clearCart(caller, origin);
          },
        );
        deps.bus.publish(`session:${shopperId}`, 'ended');
        clearSession(reply, jar);
        return reply.header('cache-control', 'no-store').send({ clearLocalStorage: true, ended } as const);
      },
    });
  }

  app.route({
    method: 'GET',
    url: '/auth/me',
    config: { access: 'user' },
    schema: { tags, summary: 'Read my account', response: { 200: meAnswer } },
    handler: async (request, reply) => {
      const { rows } = await shop.as(request.caller).read(readMe());
      return sendMe(reply, rows[0][0]!.user);
    },
  });

  app.route({
    method: 'PATCH',
    url: '/auth/me',
    config: { access: 'user', errors: [marketErrors.marketUnknown] },
    schema: {
      tags,
      summary: 'Change my account',
      description: 'Sends back the whole account. Only the fields sent are changed; `null` clears one.',
      body: meInput,
      response: { 200: meAnswer },
    },
    handler: async (request, reply) => {
      checkMarket(request.body.market, store);
      const changed = await changeProfile(shop.as(request.caller), request.body, {
        ...originOf(request),
        now: deps.now(),
      });
      return sendMe(reply, changed);
    },
  });

  app.route({
    method: 'PATCH',
    url: '/admin/users/:id',
    config: { access: permissions.changeUsers, errors: [identityErrors.noSuchUser] },
    schema: {
      tags: ['Admin'],
      summary: 'Suspend or reinstate a user, or give him another role',
      description: 'Takes effect with the next request of his; nobody changes himself.',
      params: userParams,
      body: userStatusInput,
      response: { 200: userStatusAnswer },
    },
    handler: async (request, reply) => {
      const { active = null, role = null } = request.body;
      const staffSeconds = store.accounts.staffSessionHours * 3_600;
      const input = { userId: request.params.id, active, role, staffSeconds, now: deps.now() };
      const user = await changeUser(system.as(request.caller), input, originOf(request));
      deps.bus.publish(`session:${user.id}`, 'changed');
      return reply.header('cache-control', 'no-store').send({ user });
    },
  });
}

function clearSession(reply: FastifyReply, jar: CookieJar): void {
  jar.clear(reply, COOKIES.access);
  jar.clear(reply, COOKIES.refresh, REFRESH_PATH);
}

function sendMe(reply: FastifyReply, user: string): FastifyReply {
  return sendJson(reply.header('cache-control', 'no-store'), `{"user":${user}}`);
}

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

// Cookies for browsers, tokens in the body for others; never both, so that a page cannot read what its cookies hold.
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
