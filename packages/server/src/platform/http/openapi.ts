import swagger from '@fastify/swagger';
import swaggerUi from '@fastify/swagger-ui';
import type { FastifySchema, RouteOptions } from 'fastify';
import { jsonSchemaTransform, jsonSchemaTransformObject } from 'fastify-type-provider-zod';
import { z } from 'zod';
import type { ErrorKind } from '../errors.ts';
import { httpErrors } from './errors.ts';
import type { AccessRule, App } from './route.ts';

/** Serves the OpenAPI 3.1 document at /openapi.json and its pages at /docs, made from the schemas that validate (API-13). */
export async function documentApi(app: App, options: { title: string; publicUrl: string }): Promise<void> {
  app.addHook('onRoute', (route) => {
    if (route.schema && !route.schema.hide) route.schema = withErrors(route.schema, route);
  });
  await app.register(swagger, {
    convertConstToEnum: false,
    openapi: {
      openapi: '3.1.0',
      info: {
        title: `${options.title} API`,
        version: '1.0.0',
        description:
          'Commerce API. Money is a decimal in major units beside its currency; times are ISO 8601 UTC.',
      },
      servers: [{ url: options.publicUrl }],
      components: {
        securitySchemes: {
          bearer: { type: 'http', scheme: 'bearer', bearerFormat: 'JWT' },
          cookie: {
            type: 'apiKey',
            in: 'cookie',
            name: 'cw_access',
            description: 'With X-CSRF-Token on every write.',
          },
          guest: { type: 'apiKey', in: 'header', name: 'X-Guest-Token' },
        },
      },
    },
    transform: jsonSchemaTransform,
    transformObject: jsonSchemaTransformObject,
  });
  await app.register(swaggerUi, {
    routePrefix: '/docs',
    staticCSP: docsPolicy(options.publicUrl),
    logLevel: 'warn',
  });
  app.route({
    method: 'GET',
    url: '/openapi.json',
    config: { access: 'public' },
    schema: { hide: true },
    handler: (_request, reply) => reply.header('cache-control', 'public, max-age=60').send(app.swagger()),
  });
}

// The plugin's own policy allows foreign hosts and upgrades http://localhost to HTTPS.
function docsPolicy(publicUrl: string): string {
  return `default-src 'none'; script-src 'self'; style-src 'self'; img-src 'self' data:; font-src 'self'; connect-src 'self' ${new URL(publicUrl).origin}; base-uri 'none'; form-action 'none'; frame-ancestors 'none'`;
}

function withErrors(schema: FastifySchema, route: RouteOptions): FastifySchema {
  const byStatus = new Map<number, Set<string>>();
  for (const { status, reason } of [...commonErrors(route), ...(route.config?.errors ?? [])]) {
    byStatus.set(status, (byStatus.get(status) ?? new Set()).add(reason));
  }
  const responses = [...byStatus].map(([status, reasons]) => [
    status,
    errorAnswer(status, [...reasons].sort()),
  ]);
  return {
    ...schema,
    security: securityOf(route.config?.access ?? 'public'),
    response: {
      ...(schema.response as object),
      ...(route.config?.conditional ? { 304: unchanged } : {}),
      ...Object.fromEntries(responses),
    },
  };
}

const unchanged = z.null().describe('What `If-None-Match` names is still so; no body.');

/** The one error format, with the reasons a route may give for this status. */
function errorAnswer(status: number, reasons: string[]) {
  const error = z.object({
    code: z.literal(status).describe('The HTTP status.'),
    reason: z.enum(reasons).describe('Stable machine word.'),
    message: z.string().describe('For people, in the language of the caller.'),
    requestId: z.string().describe('The X-Request-Id of the answer.'),
    details: z.unknown().optional(),
  });
  return z.object({ error }).describe(reasons.join(' · '));
}

// What the conventions themselves may refuse, whatever the operation does.
function commonErrors(route: RouteOptions): ErrorKind[] {
  const { access = 'public', idempotency, idempotencyKeyRequired } = route.config ?? {};
  const writes = route.method !== 'GET' && route.method !== 'HEAD';
  const kinds: ErrorKind[] = [...ALWAYS];
  if (writes) kinds.push(...WRITING);
  if (access !== 'public') kinds.push(httpErrors.unauthenticated, ...signInErrors);
  if (access === 'shopper') kinds.push(unauthorized('GUEST_UNKNOWN'));
  if (typeof access !== 'string') kinds.push(httpErrors.forbidden);
  if (route.method === 'POST' && access !== 'public' && idempotency !== 'off') {
    kinds.push(httpErrors.idempotencyInProgress, httpErrors.idempotencyMismatch);
  }
  if (idempotencyKeyRequired) kinds.push(httpErrors.idempotencyKeyMissing);
  return kinds;
}

const ALWAYS: readonly ErrorKind[] = [
  httpErrors.validationFailed,
  httpErrors.malformedRequest,
  httpErrors.urlTooLong,
  httpErrors.rateLimited,
  httpErrors.internal,
  httpErrors.overloaded,
  httpErrors.databaseUnavailable,
];
const WRITING: readonly ErrorKind[] = [
  httpErrors.malformedJson,
  httpErrors.bodyTooLarge,
  httpErrors.unsupportedMediaType,
  httpErrors.csrfInvalid,
];
const signInErrors = [
  'TOKEN_INVALID',
  'TOKEN_EXPIRED',
  'USER_NOT_FOUND',
  'ACCOUNT_INACTIVE',
  'SESSION_REVOKED',
].map(unauthorized);

function unauthorized(reason: string): ErrorKind {
  return { status: 401, reason };
}

function securityOf(access: AccessRule): Record<string, string[]>[] {
  if (access === 'public') return [];
  return access === 'shopper'
    ? [{ bearer: [] }, { cookie: [] }, { guest: [] }]
    : [{ bearer: [] }, { cookie: [] }];
}
