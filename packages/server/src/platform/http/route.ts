import type {
  FastifyBaseLogger,
  FastifyContextConfig,
  FastifyInstance,
  FastifyReply,
  RawReplyDefaultExpression,
  RawRequestDefaultExpression,
  RawServerDefault,
} from 'fastify';
import type { ZodTypeProvider } from 'fastify-type-provider-zod';
import type { Identity } from '../db/database.ts';
import type { Statement } from '../db/sql.ts';
import type { ErrorKind } from '../errors.ts';

/** What identify() says of the caller: filled by the database, in the operation's own round trip. */
export interface Who {
  shopperId: string;
  kind: 'user' | 'guest';
  role: string;
  market: string | null;
  locale: string | null;
}

/**
 * Who may call: anybody, a user or guest, a signed-in user, a user to end his sessions (his refresh cookie suffices), or
 * users of the listed roles.
 */
export type AccessRule = 'public' | 'shopper' | 'user' | 'leaving' | readonly string[];

/** The budgets of API-7; every route belongs to one. */
export type RateLimit = 'cart' | 'checkout' | 'auth' | 'payment' | 'default';

declare module 'fastify' {
  interface FastifyContextConfig {
    access?: AccessRule;
    /** 'none' only for files, and for what the machines beside us ask all the time. */
    limit?: RateLimit | 'none';
    /** Refusals of the operation itself; those every route shares are added by the documentation. */
    errors?: readonly ErrorKind[];
    /** Answers 304 to a client that names what it has (API-12). */
    conditional?: boolean;
    /** True where an Idempotency-Key is required rather than optional (API-14). */
    idempotencyKeyRequired?: boolean;
    /**
     * How a repeated request is met (API-14). Left out, the operation and its kept answer are one transaction, so it must
     * do what it does as the caller. 'phases': it commits in between and, repeated, finds out by itself how far it came.
     * 'along': the same, and it begins with a read or a transaction of the caller, with which the key travels.
     * 'off': sign-in keeps no answers, which hold tokens.
     */
    idempotency?: 'phases' | 'along' | 'off';
    /**
     * With 'along': the lock that the caller's transaction begins with, and that is taken before the key. A key holds its
     * shopper against being removed, and who removes him has this lock.
     */
    lockBeforeKey?: () => Statement;
    /** Whether the request must come from where the session began (AUTH-9); routes of roles are, unless told otherwise. */
    sensitive?: boolean;
    /** CSRF even without a session cookie: sign-in itself can be forged. */
    csrf?: 'always' | 'off';
  }
  interface FastifyRequest {
    /** Who asks, as the token claims; the database decides. Set on every route whose access is not public. */
    caller: Identity<Who>;
    /** Why there is no caller; thrown once the rate limit has counted the request. */
    callerRefusal: Error | null;
  }
}

export type App = FastifyInstance<
  RawServerDefault,
  RawRequestDefaultExpression,
  RawReplyDefaultExpression,
  FastifyBaseLogger,
  ZodTypeProvider
>;

/** Whether a route's requests must come from where their session began (AUTH-9). */
export function isSensitive(config: FastifyContextConfig | undefined): boolean {
  return config?.sensitive ?? Array.isArray(config?.access);
}

/** Whether a route keeps its answer for who sends an `Idempotency-Key` (API-14). */
export function keepsAnswers({
  method,
  config,
}: {
  method: string | readonly string[];
  config?: FastifyContextConfig;
}): boolean {
  return method === 'POST' && (config?.access ?? 'public') !== 'public' && config?.idempotency !== 'off';
}

export const JSON_TYPE = 'application/json; charset=utf-8';

/** Sends a document that SQL has already written as JSON, as it is. */
export function sendJson(reply: FastifyReply, json: string): FastifyReply {
  return reply.type(JSON_TYPE).send(json);
}
