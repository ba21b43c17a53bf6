import { originOf } from '../audit/public.ts';
import type { App } from '../../platform/http/route.ts';
import { changeUser } from './change-user.ts';
import { identityErrors } from './errors.ts';
import type { IdentityDeps } from './routes-deps.ts';
import { permissions } from './permissions.ts';
import { userParams, userStatusAnswer, userStatusInput } from './schema.ts';

/** What staff do to users. */
export function userRoutes(app: App, deps: IdentityDeps): void {
  const { system, store } = deps;
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
