import { originOf } from '../audit/public.ts';
import type { Database } from '../../platform/db/database.ts';
import type { EventBus } from '../../platform/events/bus.ts';
import { refuse } from '../../platform/errors.ts';
import type { App } from '../../platform/http/route.ts';
import type { Caller } from './caller.ts';
import { deviceName } from './device.ts';
import { endOneSession } from './end-sessions.ts';
import { identityErrors } from './errors.ts';
import { endedAnswer, sessionParams, sessionsAnswer } from './schema-sessions.ts';
import { listMySessions } from './session-queries.ts';

export interface SessionRouteDeps {
  shop: Database;
  bus: EventBus;
  now: () => Date;
}

const tags = ['Identity'];

/** Where a person is signed in, and the way to end it (AUTH-8). */
export function sessionRoutes(app: App, { shop, bus, now }: SessionRouteDeps): void {
  app.route({
    method: 'GET',
    url: '/auth/sessions',
    config: { access: 'user' },
    schema: {
      tags,
      summary: 'List my sessions',
      description:
        'Those that live, the last used first. `lastSeenAt` moves when a session is refreshed, so that of one in use it is half an hour old at most.',
      response: { 200: sessionsAnswer },
    },
    handler: async (request, reply) => {
      const current = (request.caller as Caller).claims!.sid;
      const { rows } = await shop.as(request.caller).read(listMySessions(now()));
      const sessions = rows[0].map(({ client, ...session }) => ({
        ...session,
        device: deviceName(client),
        createdAt: session.createdAt.toISOString(),
        lastSeenAt: session.lastSeenAt.toISOString(),
        expiresAt: session.expiresAt.toISOString(),
        current: session.id === current,
      }));
      return reply.header('cache-control', 'no-store').send({ sessions });
    },
  });

  app.route({
    method: 'DELETE',
    url: '/auth/sessions/:id',
    config: { access: 'user', errors: [identityErrors.sessionUnknown] },
    schema: {
      tags,
      summary: 'End one of my sessions',
      description: 'Its tokens are useless at once. Another person’s session is as unknown as none.',
      params: sessionParams,
      response: { 200: endedAnswer },
    },
    handler: async (request, reply) => {
      const input = { sessionId: request.params.id, origin: originOf(request), now: now() };
      const ended = await endOneSession(shop.as(request.caller), input);
      if (ended === null) throw refuse(identityErrors.sessionUnknown);
      bus.publish(`session:${ended}`, 'ended');
      return reply.header('cache-control', 'no-store').send({ ended: 1 });
    },
  });
}
