import type { FastifyRequest } from 'fastify';
import type { Database } from '../../platform/db/database.ts';
import { AppError } from '../../platform/errors.ts';
import type { CookieJar } from '../../platform/http/cookies.ts';
import { type App, sendJson } from '../../platform/http/route.ts';
import type { AccessTokens } from './access-tokens.ts';
import { type Caller, readCaller, sessionBinding } from './caller.ts';
import { COOKIES, REFRESH_PATH } from './credentials.ts';
import { readMe } from './queries.ts';
import { sessionAnswer } from './schema.ts';

export interface SessionDeps {
  shop: Database;
  tokens: AccessTokens;
  jar: CookieJar;
  now: () => Date;
}

/**
 * `GET /auth/session`: who the request's own cookies or tokens speak for. It refuses nobody, so that a page can begin with
 * one question, whoever looks at it.
 */
export function sessionRoute(app: App, deps: SessionDeps): void {
  app.route({
    method: 'GET',
    url: '/auth/session',
    config: { access: 'public' },
    schema: {
      tags: ['Identity'],
      summary: 'Say who is there',
      description: 'A user, a guest or nobody. A token that has run out or been revoked is nobody.',
      response: { 200: sessionAnswer },
    },
    handler: async (request, reply) => {
      const refreshable = Boolean(request.cookies[deps.jar.name(COOKIES.refresh, REFRESH_PATH)]);
      const csrfToken = reply.generateCsrf({ userInfo: sessionBinding(request, deps.jar) });
      const session = `${await whoIsThere(request, deps)},"refreshable":${refreshable},"csrfToken":"${csrfToken}"`;
      return sendJson(reply.header('cache-control', 'no-store'), `{"session":{${session}}}`);
    },
  });
}

/** The user whose session a request to a public route comes with; null where it is nobody's, or a guest's. */
export async function userThere(request: FastifyRequest, deps: SessionDeps): Promise<string | null> {
  const there = await readThere(request, deps);
  return there?.who.kind === 'user' ? there.who.shopperId : null;
}

async function whoIsThere(request: FastifyRequest, deps: SessionDeps): Promise<string> {
  const there = await readThere(request, deps);
  if (!there) return '"kind":"none","ownerId":null,"user":null';
  const { who, rows } = there;
  return `"kind":"${who.kind}","ownerId":"${who.shopperId}","user":${rows[0][0]?.user ?? 'null'}`;
}

// Not whom it was meant for: that is what is being asked.
async function readThere({ headers, cookies }: FastifyRequest, deps: SessionDeps) {
  try {
    const caller: Caller = readCaller(
      { headers: { ...headers, 'x-owner': undefined }, cookies },
      'shopper',
      deps,
    );
    return await deps.shop.as(caller).read(readMe());
  } catch (error) {
    if (!isRefusal(error)) throw error;
    return null;
  }
}

function isRefusal(error: unknown): boolean {
  return error instanceof AppError || (error as { code?: string }).code === 'CW001';
}
