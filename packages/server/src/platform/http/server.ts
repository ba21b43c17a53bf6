import compress from '@fastify/compress';
import cookie from '@fastify/cookie';
import cors from '@fastify/cors';
import underPressure from '@fastify/under-pressure';
import {
  fastify,
  LogController,
  type FastifyBaseLogger,
  type FastifyReply,
  type FastifyRequest,
} from 'fastify';
import { validatorCompiler, type ZodTypeProvider } from 'fastify-type-provider-zod';
import { randomUUID } from 'node:crypto';
import type { Redis } from 'ioredis';
import type { Database, Identity } from '../db/database.ts';
import { AppError } from '../errors.ts';
import { withoutRedaction, type Logger } from '../log/logger.ts';
import { clientAddress } from './client-address.ts';
import { registerCsrf, type CsrfOptions } from './csrf.ts';
import { answerBrokenRequest, sendError, toAppError, type Translate } from './error-answer.ts';
import { httpErrors, retryLater } from './errors.ts';
import { registerIdempotency } from './idempotency/idempotency.ts';
import { acceptJsonOnly } from './json-body.ts';
import { registerRateLimits, type RateLimitOptions } from './rate-limit.ts';
import type { SecretBox } from '../secret-box.ts';
import type { App, Who } from './route.ts';
import { securityHeaders } from './security-headers.ts';

export interface ServerOptions {
  logger: Logger;
  /** Whether answers carry Strict-Transport-Security. */
  https: boolean;
  trustedProxies: readonly string[];
  corsOrigins: readonly string[];
  csrf: CsrfOptions;
  /** null switches them off, which configuration forbids in production. */
  rateLimits: RateLimitOptions | null;
  redis: Redis | null;
  /** Above this the server answers OVERLOADED until it keeps up again; 0 never. */
  maxEventLoopDelayMs?: number | undefined;
  database: Database;
  now: () => Date;
  leaseMs?: number | undefined;
  /** Seals kept answers. */
  box: SecretBox;
  translate: Translate;
  /** The language of an error answer: with `saved` the user's own where he has chosen one, else what the request asks for. */
  localeOf: (request: FastifyRequest, saved: boolean) => Promise<string>;
  /** Answers a browser whose address is no route with a page; false leaves it to the error. */
  answerMissing?: ((request: FastifyRequest, reply: FastifyReply) => boolean) | undefined;
  /** Reads who asks from the request, or refuses; the database checks it with the operation. */
  readCaller: (request: FastifyRequest) => Identity<Who>;
  /** Told of every refusal before it is answered; must not throw. */
  onRefusal?: (request: FastifyRequest, refusal: AppError) => Promise<void>;
}

const BODY_BYTES = 1_048_576;
const URL_LENGTH = 4_096;
const COMPRESS_FROM_BYTES = 1_024;

/** An HTTP server with every convention of SPEC §2 and no route yet. */
export async function createServer(options: ServerOptions): Promise<App> {
  // Typed as the base: Fastify takes its app's type from it.
  const loggerInstance: FastifyBaseLogger = options.logger;
  const app = fastify({
    schemaController: { compilersFactory: { buildValidator: neverBuilt, buildSerializer: neverBuilt } },
    loggerInstance,
    logController: new LogController({ disableRequestLogging: true }),
    trustProxy: options.trustedProxies.length > 0 ? [...options.trustedProxies] : false,
    bodyLimit: BODY_BYTES,
    requestTimeout: 30_000,
    connectionTimeout: 60_000,
    keepAliveTimeout: 72_000,
    // Node would answer a missing Host by itself, without our format; addCommonHeaders refuses it instead.
    http: { maxHeaderSize: 16_384, requireHostHeader: false },
    // While closing, a request on a connection still open is served and the connection then closed.
    return503OnClosing: false,
    routerOptions: { maxParamLength: 300, ignoreTrailingSlash: false },
    genReqId: (request) => acceptedRequestId(request.headers['x-request-id']) ?? randomUUID(),
    rewriteUrl: (request) => request.url!.replace(/^\/api\/v1(?=\/|$|\?)/, '/api'),
    // What the router itself refuses meets no hook.
    frameworkErrors: (error, request, reply) => {
      reply.headers(securityHeaders(options));
      void answerError(error, request, reply, options);
    },
    clientErrorHandler: (error, socket) => answerBrokenRequest(error, socket, options),
  }).withTypeProvider<ZodTypeProvider>();
  // Fastify shows a missing body to the validator as null; to a schema it is undefined, so that a body may be optional.
  app.setValidatorCompiler((route: Parameters<typeof validatorCompiler>[0]) => {
    const validate = validatorCompiler(route);
    return route.httpPart === 'body' ? (body) => validate(body ?? undefined) : validate;
  });
  // Answers are written by SQL or by hand and checked against their schemas in tests; running Zod on them would halve the speed.
  app.setSerializerCompiler(() => (data) => JSON.stringify(data));
  addCommonHeaders(app, options);
  acceptJsonOnly(app);
  await registerPlugins(app, options);
  answerErrors(app, options);
  logRequests(app, withoutRedaction(options.logger));
  return app;
}

// Named so that Fastify does not load its own for JSON Schema, 3 MB that nobody uses: ours are set instead.
function neverBuilt(): never {
  throw new Error('validator and serializer are set on the server');
}

function acceptedRequestId(header: string | string[] | undefined): string | null {
  return typeof header === 'string' && /^[\w.-]{8,128}$/.test(header) ? header : null;
}

function addCommonHeaders(app: App, options: ServerOptions): void {
  const headers = securityHeaders(options);
  app.addHook('onRequest', (request, reply, done) => {
    reply.headers(headers);
    reply.header('x-request-id', request.id);
    if (request.raw.url!.length > URL_LENGTH) return done(new AppError(httpErrors.urlTooLong));
    if (!namesHost(request)) return done(new AppError(httpErrors.malformedRequest));
    done();
  });
  // An expectation other than 100-continue may be ignored (RFC 9110 §10.1.1); Node's own answer has not our format.
  app.server.on('checkExpectation', (request, response) => app.routing(request, response));
}

function namesHost(request: FastifyRequest): boolean {
  const { host } = request.headers;
  if (host === undefined) return request.raw.httpVersion === '1.0';
  return /^(?:[\w.-]+|\[[\da-f:.]+\])(?::\d{1,5})?$/i.test(host);
}

async function registerPlugins(app: App, options: ServerOptions): Promise<void> {
  await app.register(underPressure, {
    maxEventLoopDelay: options.maxEventLoopDelayMs ?? 1_000,
    retryAfter: 2,
    pressureHandler: () => {
      throw retryLater(httpErrors.overloaded, 2);
    },
  });
  await app.register(cookie);
  if (options.corsOrigins.length > 0) await allowOrigins(app, options.corsOrigins);
  // Bodies are never unpacked: a small one could become a huge one.
  await app.register(compress, {
    threshold: COMPRESS_FROM_BYTES,
    encodings: ['br', 'gzip'],
    globalDecompression: false,
  });
  if (options.rateLimits) await registerRateLimits(app, options.rateLimits);
  app.addHook('onRequest', (request, _reply, done) => {
    done(request.is404 ? new AppError(httpErrors.routeNotFound) : undefined);
  });
  readCallers(app, options);
  await registerCsrf(app, options.csrf);
  registerIdempotency(app, options);
}

// Read before the rate limit, whose budgets may be per user; refused only after it, so that guessing tokens is limited too.
function readCallers(app: App, options: ServerOptions): void {
  app.decorateRequest('caller');
  app.decorateRequest('callerRefusal', null);
  app.addHook('onRequest', (request, reply, done) => {
    const { access } = request.routeOptions.config;
    if (access === undefined || access === 'public') return done();
    reply.header('cache-control', 'no-store');
    try {
      request.caller = options.readCaller(request);
    } catch (error) {
      request.callerRefusal = error as Error;
    }
    done();
  });
  app.addHook('preParsing', (request, _reply, _payload, done) => done(request.callerRefusal));
}

async function allowOrigins(app: App, origins: readonly string[]): Promise<void> {
  const listed = {
    credentials: true,
    methods: ['GET', 'HEAD', 'POST', 'PUT', 'PATCH', 'DELETE'],
    strictPreflight: false,
    allowedHeaders: [
      'authorization',
      'content-type',
      'x-csrf-token',
      'x-guest-token',
      'x-market',
      'x-owner',
      'idempotency-key',
      'if-match',
      'if-none-match',
      'x-request-id',
      'accept-language',
    ],
    exposedHeaders: [
      'etag',
      'x-request-id',
      'retry-after',
      'x-ratelimit-limit',
      'x-ratelimit-remaining',
      'x-ratelimit-reset',
      'idempotency-replayed',
    ],
    maxAge: 600,
  };
  // Decided for each request, so that an origin that is not listed learns nothing at all.
  await app.register(cors, {
    delegator: (request, decide) => {
      const { origin } = request.headers;
      decide(
        null,
        origin !== undefined && origins.includes(origin) ? { ...listed, origin } : { origin: false },
      );
    },
  });
}

function answerErrors(app: App, options: ServerOptions): void {
  app.setNotFoundHandler(() => {
    throw new AppError(httpErrors.routeNotFound);
  });
  app.setErrorHandler((error, request, reply) => answerError(error, request, reply, options));
}

async function answerError(
  error: unknown,
  request: FastifyRequest,
  reply: FastifyReply,
  options: ServerOptions,
): Promise<FastifyReply> {
  const refusal = toAppError(error, { bodyBytes: BODY_BYTES });
  const { status, reason } = refusal.kind;
  if (refusal.kind === httpErrors.routeNotFound && options.answerMissing?.(request, reply)) return reply;
  if (status >= 500) request.log.error({ err: refusal.cause ?? error, requestId: request.id }, reason);
  await options.onRefusal?.(request, refusal);
  // Whom a limit or an overload turns away costs no question to the database.
  const locale = await options.localeOf(request, status !== 429 && status !== 503);
  return sendError(reply, request, refusal, options.translate(reason, locale, refusal.details));
}

function logRequests(app: App, log: Logger): void {
  app.addHook('onResponse', (request, reply, done) => {
    log.info({
      requestId: request.id,
      method: request.method,
      route: request.routeOptions.url ?? 'none',
      status: reply.statusCode,
      ms: Math.round(reply.elapsedTime * 10) / 10,
      ip: clientAddress(request),
    });
    done();
  });
}
