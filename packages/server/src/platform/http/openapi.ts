import swagger from '@fastify/swagger';
import swaggerUi from '@fastify/swagger-ui';
import type { FastifySchema, RouteOptions } from 'fastify';
import { jsonSchemaTransform, jsonSchemaTransformObject } from 'fastify-type-provider-zod';
import { z } from 'zod';
import type { ErrorKind } from '../errors.ts';
import { httpErrors } from './errors.ts';
import { id } from './input.ts';
import { withExamples } from './openapi-examples.ts';
import { isSensitive, keepsAnswers, type AccessRule, type App } from './route.ts';

export interface DocumentOptions {
  title: string;
  publicUrl: string;
  /** The English sentence of a reason, for the examples. */
  sentenceOf: (reason: string) => string;
}

/** Serves the OpenAPI 3.1 document at /openapi.json and its pages at /docs, made from the schemas that validate (API-13). */
export async function documentApi(app: App, options: DocumentOptions): Promise<void> {
  const errorAnswer = errorAnswers();
  app.addHook('onRoute', (route) => {
    if (route.schema && !route.schema.hide) route.schema = withConventions(route.schema, route, errorAnswer);
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
  // Written out once: its text for each asker anew cost 3 MB a request.
  let document: Promise<Buffer> | undefined;
  const written = async () =>
    Buffer.from(JSON.stringify(await withExamples(app.swagger(), options.sentenceOf)));
  app.route({
    method: 'GET',
    url: '/openapi.json',
    config: { access: 'public' },
    schema: { hide: true },
    handler: async (_request, reply) => {
      document ??= written();
      return reply
        .header('cache-control', 'public, max-age=60')
        .type('application/json; charset=utf-8')
        .send(await document);
    },
  });
}

// The plugin's own policy allows foreign hosts and upgrades http://localhost to HTTPS.
function docsPolicy(publicUrl: string): string {
  return `default-src 'none'; script-src 'self'; style-src 'self'; img-src 'self' data:; font-src 'self'; connect-src 'self' ${new URL(publicUrl).origin}; base-uri 'none'; form-action 'none'; frame-ancestors 'none'`;
}

function withConventions(
  schema: FastifySchema,
  route: RouteOptions,
  errorAnswer: (status: number, reasons: string[]) => z.ZodType,
): FastifySchema {
  const byStatus = new Map<number, Set<string>>();
  for (const { status, reason } of [...commonErrors(route), ...(route.config?.errors ?? [])]) {
    byStatus.set(status, (byStatus.get(status) ?? new Set()).add(reason));
  }
  const responses = [...byStatus].map(([status, reasons]) => [
    status,
    errorAnswer(status, [...reasons].sort()),
  ]);
  const headers = {
    ...(keepsAnswers(route) ? idempotencyHeader : {}),
    ...((route.config?.access ?? 'public') === 'public' ? {} : ownerHeader),
  };
  return {
    ...schema,
    ...(Object.keys(headers).length > 0
      ? { headers: ((schema.headers ?? z.looseObject({})) as z.ZodObject).extend(headers) }
      : {}),
    security: securityOf(route.config?.access ?? 'public'),
    response: {
      ...(schema.response as object),
      ...(route.config?.conditional ? { 304: unchanged } : {}),
      ...Object.fromEntries(responses),
    },
  };
}

// Optional here even where it is required: its absence has a reason of its own.
const idempotencyHeader = {
  'idempotency-key': z
    .string()
    .regex(/^[\x20-\x7E]{1,255}$/, 'must be 1 to 255 visible ASCII characters, sent once')
    .optional()
    .describe('The same key with the same request gets the first answer again, for 24 hours.')
    .meta({ example: '8c2f6f9e-5d0b-4a57-9a0b-0d6a1f0f7c11' }),
};

const ownerHeader = {
  'x-owner': id
    .optional()
    .describe('Whom the request is meant for; 412 `OWNER_CHANGED` where somebody else is signed in.'),
};

const unchanged = z.null().describe('What `If-None-Match` names is still so; no body.');

// The one error format, with the reasons a route may give for a status. One schema for all routes that give the same
// ones: a schema of its own for each route and status held 10 MB of the process.
function errorAnswers(): (status: number, reasons: string[]) => z.ZodType {
  const message = z.string().describe('For people, in the language of the caller.');
  const requestId = z.string().describe('The X-Request-Id of the answer.');
  const details = z.unknown().optional();
  const made = new Map<string, z.ZodType>();
  return (status, reasons) => {
    const name = `${status} ${reasons.join(' · ')}`;
    const known = made.get(name);
    if (known) return known;
    const code = z.literal(status).describe('The HTTP status.');
    const reason = z.enum(reasons).describe('Stable machine word.');
    const answer = z
      .object({ error: z.object({ code, reason, message, requestId, details }) })
      .describe(reasons.join(' · '));
    made.set(name, answer);
    return answer;
  };
}

// What the conventions themselves may refuse, whatever the operation does.
function commonErrors(route: RouteOptions): ErrorKind[] {
  const { access = 'public', idempotencyKeyRequired } = route.config ?? {};
  const writes = route.method !== 'GET' && route.method !== 'HEAD';
  const kinds: ErrorKind[] = [...ALWAYS];
  if (writes) kinds.push(...WRITING);
  if (access !== 'public') kinds.push(httpErrors.unauthenticated, httpErrors.ownerChanged, ...signInErrors);
  if (isSensitive(route.config)) kinds.push(unauthorized('SESSION_CONTEXT_CHANGED'));
  if (access === 'shopper') kinds.push(unauthorized('GUEST_UNKNOWN'));
  if (typeof access !== 'string') kinds.push(httpErrors.forbidden);
  if (keepsAnswers(route)) {
    kinds.push(httpErrors.idempotencyInProgress, httpErrors.idempotencyMismatch, httpErrors.shopperGone);
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
