import type { FastifyReply } from 'fastify';
import { originOf } from '../audit/public.ts';
import { checkMarket, marketErrors } from '../../market.ts';
import { sendJson, type App } from '../../platform/http/route.ts';
import type { Caller } from './caller.ts';
import { changeProfile } from './change-me.ts';
import { endSessions } from './end-sessions.ts';
import type { IdentityDeps } from './routes-deps.ts';
import { readMe } from './queries.ts';
import { clearSession } from './routes-answer.ts';
import { logoutAnswer, meAnswer, meInput } from './schema.ts';

const tags = ['Identity'];

/** Who I am, and leaving. */
export function meRoutes(app: App, deps: IdentityDeps): void {
  leavingRoutes(app, deps);
  profileRoutes(app, deps);
}

function leavingRoutes(app: App, deps: IdentityDeps): void {
  const { shop, store, jar } = deps;
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
}

function profileRoutes(app: App, deps: IdentityDeps): void {
  const { shop, store } = deps;
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
}

function sendMe(reply: FastifyReply, user: string): FastifyReply {
  return sendJson(reply.header('cache-control', 'no-store'), `{"user":${user}}`);
}
