import { z } from 'zod';
import { refuse } from '../errors.ts';
import { httpErrors } from './errors.ts';
import type { App } from './route.ts';

export interface Readiness {
  database: boolean;
  migrations: boolean;
  jobs: boolean;
}

/** Alive and ready (OPS-1): `ready` asks the database and turns 503 before the server stops. */
export function healthRoutes(app: App, { readiness }: { readiness: () => Promise<Readiness> }): void {
  app.route({
    method: 'GET',
    url: '/health',
    // Busy is not dead: under pressure it still answers, else it would be restarted just then.
    config: { access: 'public', limit: 'none', pressureHandler: () => {} },
    schema: {
      tags: ['Operations'],
      summary: 'Is the process alive',
      response: { 200: z.object({ status: z.literal('ok'), uptimeSeconds: z.number().int() }) },
    },
    handler: async (_request, reply) =>
      reply
        .header('cache-control', 'no-store')
        .send({ status: 'ok' as const, uptimeSeconds: Math.floor(process.uptime()) }),
  });

  let asking: Promise<Readiness> | null = null;
  app.route({
    method: 'GET',
    url: '/ready',
    config: { access: 'public', limit: 'none', errors: [httpErrors.notReady] },
    schema: {
      tags: ['Operations'],
      summary: 'May traffic be sent here',
      response: {
        200: z.object({
          status: z.literal('ready'),
          database: z.boolean(),
          migrations: z.boolean(),
          jobs: z.boolean(),
        }),
      },
    },
    handler: async (_request, reply) => {
      // However many ask at once, the database is asked once.
      asking ??= readiness().finally(() => (asking = null));
      const state = await asking;
      reply.header('cache-control', 'no-store');
      if (!state.database || !state.migrations || !state.jobs) throw refuse(httpErrors.notReady, state);
      return reply.send({ status: 'ready' as const, ...state });
    },
  });
}
