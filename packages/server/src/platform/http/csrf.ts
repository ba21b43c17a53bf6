import csrfProtection from '@fastify/csrf-protection';
import type { FastifyInstance, FastifyReply, FastifyRequest } from 'fastify';
import { AppError } from '../errors.ts';
import { httpErrors } from './errors.ts';

export interface CsrfOptions {
  secret: string;
  cookieName: string;
  secureCookies: boolean;
  /** Origins whose pages may write: our own and those of CORS_ORIGINS. */
  allowedOrigins: readonly string[];
  /** What the token is bound to: the session a cookie of this request speaks for, '' without one. */
  sessionOf: (request: FastifyRequest) => string;
  /** True when a cookie of ours authenticates this request. */
  usesCookies: (request: FastifyRequest) => boolean;
}

export const CSRF_LIFETIME_SECONDS = 12 * 3_600;
const SAFE = new Set(['GET', 'HEAD', 'OPTIONS']);

/** Guards every cookie-authenticated write, and sign-in itself, with a signed token bound to the session (API-8). */
export async function registerCsrf(app: FastifyInstance, options: CsrfOptions): Promise<void> {
  await app.register(csrfProtection, {
    cookieKey: options.cookieName,
    cookieOpts: { path: '/', httpOnly: true, sameSite: 'lax', secure: options.secureCookies },
    getToken: (request) => String(request.headers['x-csrf-token'] ?? ''),
    getUserInfo: options.sessionOf,
    csrfOpts: { hmacKey: options.secret, userInfo: true, validity: CSRF_LIFETIME_SECONDS * 1_000 },
    logLevel: 'debug',
  });
  app.addHook('preValidation', (request, _reply, done) => {
    if (SAFE.has(request.method) || request.is404) return done();
    const cookies = options.usesCookies(request);
    const { csrf } = request.routeOptions.config;
    if (!cookies && (csrf !== 'always' || asksForBearer(request))) return done();
    if (!comesFromAllowedPage(request, options)) return done(new AppError(httpErrors.csrfInvalid));
    if (csrf === 'off') return done();
    checkToken(app, request, done);
  });
}

function checkToken(app: FastifyInstance, request: FastifyRequest, done: (error?: Error) => void): void {
  // The plugin answers by itself on failure; this stand-in turns that into our error.
  const answer = { send: () => done(new AppError(httpErrors.csrfInvalid)) };
  app.csrfProtection(request, answer as unknown as FastifyReply, () => done());
}

function asksForBearer(request: FastifyRequest): boolean {
  return (request.body as { transport?: unknown } | null | undefined)?.transport === 'bearer';
}

// Browsers tell where a request comes from and pages cannot forge it; clients that tell nothing rely on the token alone.
function comesFromAllowedPage(
  request: FastifyRequest,
  { allowedOrigins, secureCookies }: CsrfOptions,
): boolean {
  const { origin } = request.headers;
  const site = request.headers['sec-fetch-site'];
  if (origin === undefined) return site === undefined || site === 'same-origin' || site === 'none';
  if (allowedOrigins.includes(origin)) return true;
  // Without HTTPS the shop may be reached by several names, such as localhost and 127.0.0.1.
  return !secureCookies && origin === `${request.protocol}://${request.host}`;
}
