import compress from '@fastify/compress';
import cookie from '@fastify/cookie';
import cors from '@fastify/cors';
import underPressure from '@fastify/under-pressure';
import { fastify, LogController, type FastifyRequest } from 'fastify';
import { validatorCompiler, type ZodTypeProvider } from 'fastify-type-provider-zod';
import { randomUUID } from 'node:crypto';
import type { Redis } from 'ioredis';
import type { Database, Identity } from '../db/database.ts';
import { AppError } from '../errors.ts';
import { withoutRedaction, type Logger } from '../log/logger.ts';
import { registerCsrf, type CsrfOptions } from './csrf.ts';
import { answerBrokenRequest, sendError, toAppError, type Translate } from './error-answer.ts';
import { httpErrors } from './errors.ts';
import { registerIdempotency } from './idempotency/idempotency.ts';
import { acceptJsonOnly } from './json-body.ts';
import { registerRateLimits, type RateLimitOptions } from './rate-limit.ts';
import type { App, Who } from './route.ts';
import { securityHeaders } from './security-headers.ts';

export interface ServerOptions {
  logger: Logger;
  https: boolean;
  trustedProxies: readonly string[];
  corsOrigins: readonly string[];
  csrf: CsrfOptions;
  /** null switches them off, which configuration forbids in production. */
  rateLimits: RateLimitOptions | null;
  redis: Redis | null;
  database: Database;
  now: () => Date;
  translate: Translate;
  /** The language of an error answer: the user's saved one where it is known, else what the request asks for. */
  localeOf: (request: FastifyRequest) => Promise<string>;
  /** Reads who asks from the request, or refuses; the database checks it with the operation. */
  readCaller: (request: FastifyRequest) => Identity<Who>;
}

const BODY_BYTES = 1_048_576;
const URL_LENGTH = 4_096;
const COMPRESS_FROM_BYTES = 1_024;

/** An HTTP server with every convention of SPEC §2 and no route yet. */
export async function createServer(options: ServerOptions): Promise<App> {
  const app = fastify({
    loggerInstance: options.logger,
    logController: new LogController({ disableRequestLogging: true }),
    trustProxy: options.trustedProxies.length > 0 ? [...options.trustedProxies] : false,
    bodyLimit: BODY_BYTES,
    requestTimeout: 30_000,
    connectionTimeout: 60_000,
    return503OnClosing: false,
    keepAliveTimeout: 72_000,
    http: { maxHeaderSize: 16_384 },
    routerOptions: { maxParamLength: 200, ignoreTrailingSlash: false },
    genReqId: (request) => acceptedRequestId(request.headers['x-request-id']) ?? randomUUID(),
    rewriteUrl: (request) => request.url!.replace(/^\/api\/v1(?=\/|$|\?)/, '/api'),
    frameworkErrors: (error, request, reply) => {
      const refusal = toAppError(error, { bodyBytes: BODY_BYTES });
      return sendError(
        reply,
        request,
        refusal,
        options.translate(refusal.kind.reason, 'en', refusal.details),
      );
    },
    clientErrorHandler: (error, socket) => answerBrokenRequest(error, socket, options.translate),
  }).withTypeProvider<ZodTypeProvider>() as unknown as App;
  app.setValidatorCompiler(validatorCompiler);
  // Answers are written by SQL or by hand and checked against their schemas in tests; running Zod on them would halve the speed.
  app.setSerializerCompiler(() => (data) => JSON.stringify(data));
  addCommonHeaders(app, options);
  acceptJsonOnly(app as never);
  await registerPlugins(app, options);
  answerErrors(app, options);
  logRequests(app, withoutRedaction(options.logger));
  return app;
}

function acceptedRequestId(header: string | string[] | undefined): string | null {
  return typeof header === 'string' && /^[\w.-]{8,128}$/.test(header) ? header : null;
}

function addCommonHeaders(app: App, options: ServerOptions): void {
  const headers = securityHeaders({ https: options.https });
  app.addHook('onRequest', (request, reply, done) => {
    reply.headers(headers);
    reply.header('x-request-id', request.id);
    if (request.raw.url!.length > URL_LENGTH) return done(new AppError(httpErrors.urlTooLong));
    done();
  });
}

async function registerPlugins(app: App, options: ServerOptions): Promise<void> {
  await app.register(underPressure, {
    maxEventLoopDelay: 1_000,
    retryAfter: 2,
    pressureHandler: () => {
      throw new AppError(httpErrors.overloaded, { retryAfter: 2 }, { headers: { 'retry-after': '2' } });
    },
  });
  await app.register(cookie);
  if (options.corsOrigins.length > 0) await allowOrigins(app, options.corsOrigins);
  await app.register(compress, { threshold: COMPRESS_FROM_BYTES, encodings: ['br', 'gzip'] });
  if (options.rateLimits) await registerRateLimits(app as never, options.rateLimits);
  app.decorateRequest('caller');
  app.addHook('onRequest', (request, _reply, done) => {
    const { access } = request.routeOptions.config;
    if (access === undefined || access === 'public') return done();
    try {
      request.caller = options.readCaller(request);
      done();
    } catch (error) {
      done(error as Error);
    }
  });
  await registerCsrf(app as never, options.csrf);
  registerIdempotency(app as never, options);
}

async function allowOrigins(app: App, origins: readonly string[]): Promise<void> {
  await app.register(cors, {
    origin: [...origins],
    credentials: true,
    allowedHeaders: [
      'authorization',
      'content-type',
      'x-csrf-token',
      'x-guest-token',
      'x-market',
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
  });
}

function answerErrors(app: App, options: ServerOptions): void {
  app.setNotFoundHandler(() => {
    throw new AppError(httpErrors.routeNotFound);
  });
  app.setErrorHandler(async (error, request, reply) => {
    const refusal = toAppError(error, { bodyBytes: BODY_BYTES });
    if (refusal.kind.status >= 500)
      request.log.error({ err: refusal.cause ?? error, requestId: request.id }, refusal.kind.reason);
    const locale = await options.localeOf(request);
    return sendError(
      reply,
      request,
      refusal,
      options.translate(refusal.kind.reason, locale, refusal.details),
    );
  });
}

function logRequests(app: App, log: Logger): void {
  app.addHook('onResponse', (request, reply, done) => {
    log.info({
      requestId: request.id,
      method: request.method,
      route: request.routeOptions.url ?? 'none',
      status: reply.statusCode,
      ms: Math.round(reply.elapsedTime * 10) / 10,
      ip: request.ip,
    });
    done();
  });
}
