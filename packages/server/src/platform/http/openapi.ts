import swagger from '@fastify/swagger';
import swaggerUi from '@fastify/swagger-ui';
import type { FastifySchema, RouteOptions } from 'fastify';
import { jsonSchemaTransform, jsonSchemaTransformObject } from 'fastify-type-provider-zod';
import { z } from 'zod';
import type { ErrorKind } from '../errors.ts';
import { httpErrors } from './errors.ts';
import type { AccessRule, App } from './route.ts';

export const errorAnswer = z.object({
  error: z.object({
    code: z.number().int().describe('The HTTP status.'),
    reason: z.string().describe('Stable machine word.'),
    message: z.string().describe('For people, in the language of the caller.'),
    requestId: z.string(),
    details: z.unknown().optional(),
  }),
});

/** Serves the OpenAPI 3.1 document at /openapi.json and its pages at /docs, made from the schemas that validate (API-13). */
export async function documentApi(app: App, options: { title: string; publicUrl: string }): Promise<void> {
  app.addHook('onRoute', (route) => {
    if (route.schema && !route.schema.hide) route.schema = withErrors(route.schema, route);
  });
  await app.register(swagger, {
    openapi: {
      openapi: '3.1.0',
      info: { title: `${options.title} API`, version: '1.0.0', description: 'Commerce API. Money is a decimal in major units beside its currency; times are ISO 8601 UTC.' },
      servers: [{ url: options.publicUrl }],
      components: {
        securitySchemes: {
          bearer: { type: 'http', scheme: 'bearer', bearerFormat: 'JWT' },
          cookie: { type: 'apiKey', in: 'cookie', name: 'cw_access', description: 'With X-CSRF-Token on every write.' },
          guest: { type: 'apiKey', in: 'header', name: 'X-Guest-Token' },
        },
      },
    },
    transform: jsonSchemaTransform,
    transformObject: jsonSchemaTransformObject,
  });
  await app.register(swaggerUi, { routePrefix: '/docs', staticCSP: true, logLevel: 'warn' });
  app.route({
    method: 'GET',
    url: '/openapi.json',
    config: { access: 'public' },
    schema: { hide: true },
    handler: (_request, reply) => reply.header('cache-control', 'public, max-age=60').send(app.swagger()),
  });
}

function withErrors(schema: FastifySchema, route: RouteOptions): FastifySchema {
  const byStatus = new Map<number, ErrorKind[]>();
  for (const kind of [...commonErrors(route), ...(route.config?.errors ?? [])]) {
    const kinds = byStatus.get(kind.status) ?? [];
    if (!kinds.includes(kind)) byStatus.set(kind.status, [...kinds, kind]);
  }
  const responses = [...byStatus].map(([status, kinds]) => [
    status,
    errorAnswer.describe(kinds.map(({ reason }) => reason).sort().join(' · ')),
  ]);
  return {
    ...schema,
    security: securityOf(route.config?.access ?? 'public'),
    response: { ...(schema.response as object), ...Object.fromEntries(responses) },
  };
}

function commonErrors(route: RouteOptions): ErrorKind[] {
  const { access = 'public', csrf, idempotency } = route.config ?? {};
  const writes = route.method !== 'GET' && route.method !== 'HEAD';
  const kinds: ErrorKind[] = [httpErrors.validationFailed, httpErrors.rateLimited, httpErrors.internal, httpErrors.overloaded, httpErrors.databaseUnavailable];
  if (writes) kinds.push(httpErrors.malformedJson, httpErrors.bodyTooLarge, httpErrors.unsupportedMediaType);
  if (access !== 'public') kinds.push(httpErrors.unauthenticated, ...signInErrors);
  if (typeof access !== 'string') kinds.push(httpErrors.forbidden);
  if (writes && (access !== 'public' || csrf)) kinds.push(httpErrors.csrfInvalid);
  if (route.method === 'POST' && access !== 'public' && idempotency !== 'off') {
    kinds.push(httpErrors.idempotencyInProgress, httpErrors.idempotencyMismatch);
  }
  return kinds;
}

const signInErrors: ErrorKind[] = ['TOKEN_INVALID', 'TOKEN_EXPIRED', 'USER_NOT_FOUND', 'ACCOUNT_INACTIVE', 'SESSION_REVOKED', 'GUEST_UNKNOWN'].map(
  (reason) => ({ status: 401, reason }),
);

function securityOf(access: AccessRule): Record<string, string[]>[] {
  if (access === 'public') return [];
  return access === 'shopper' ? [{ bearer: [] }, { cookie: [] }, { guest: [] }] : [{ bearer: [] }, { cookie: [] }];
}
