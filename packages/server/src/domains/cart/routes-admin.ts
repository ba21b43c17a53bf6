import type { Database } from '../../platform/db/database.ts';
import { type App, sendJson } from '../../platform/http/route.ts';
import type { Store } from '../../store.ts';
import { permissions } from '../identity/public.ts';
import { countAbandonedCarts } from './count-abandoned.ts';
import { abandonedAnswer, abandonedQuery } from './schema.ts';

/** What staff may ask about carts: how many are abandoned, never whose. */
export function cartAdminRoutes(
  app: App,
  { system, store, now }: { system: Database; store: Store; now: () => Date },
): void {
  app.route({
    method: 'GET',
    url: '/admin/carts/abandoned',
    config: { access: permissions.countAbandonedCarts, limit: 'default' },
    schema: {
      tags: ['Admin'],
      summary: 'Count abandoned carts',
      querystring: abandonedQuery,
      response: { 200: abandonedAnswer },
    },
    handler: async (request, reply) => {
      const hours = request.query.hours ?? store.cart.abandonedAfterHours;
      const body = await countAbandonedCarts(system.as(request.caller), { now: now(), hours });
      return sendJson(reply.header('cache-control', 'no-store'), body);
    },
  });
}
