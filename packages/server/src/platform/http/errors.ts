import { z } from 'zod';
import { AppError, defineErrors, type ErrorKind } from '../errors.ts';

const retryAfter = z.object({ retryAfter: z.number().int().describe('seconds') });

/** The refusals any route may give. */
export const httpErrors = defineErrors({
  validationFailed: {
    status: 400,
    reason: 'VALIDATION_FAILED',
    details: z.object({
      fields: z.array(z.object({ in: z.string(), field: z.string(), problem: z.string(), hint: z.string() })),
    }),
  },
  malformedJson: { status: 400, reason: 'MALFORMED_JSON' },
  malformedRequest: { status: 400, reason: 'MALFORMED_REQUEST' },
  idempotencyKeyMissing: { status: 400, reason: 'IDEMPOTENCY_KEY_REQUIRED' },
  unauthenticated: { status: 401, reason: 'UNAUTHENTICATED' },
  forbidden: { status: 403, reason: 'FORBIDDEN' },
  csrfInvalid: { status: 403, reason: 'CSRF_INVALID' },
  routeNotFound: { status: 404, reason: 'ROUTE_NOT_FOUND' },
  requestTimeout: { status: 408, reason: 'REQUEST_TIMEOUT' },
  /** The account was deleted, or the guest signed in, between the check of who asks and the change. */
  shopperGone: {
    status: 401,
    reason: 'SHOPPER_GONE',
    constraints: [
      'carts_shopper_id_fkey',
      'wishlist_items_shopper_id_fkey',
      'checkouts_shopper_id_fkey',
      'addresses_shopper_id_fkey',
      'idempotency_keys_shopper_id_fkey',
    ],
  },
  idempotencyInProgress: { status: 409, reason: 'IDEMPOTENCY_IN_PROGRESS', details: retryAfter },
  ownerChanged: { status: 412, reason: 'OWNER_CHANGED' },
  preconditionFailed: { status: 412, reason: 'PRECONDITION_FAILED' },
  bodyTooLarge: { status: 413, reason: 'BODY_TOO_LARGE', details: z.object({ maxBytes: z.number().int() }) },
  urlTooLong: { status: 414, reason: 'URL_TOO_LONG' },
  unsupportedMediaType: { status: 415, reason: 'UNSUPPORTED_MEDIA_TYPE' },
  idempotencyMismatch: { status: 422, reason: 'IDEMPOTENCY_MISMATCH' },
  rateLimited: {
    status: 429,
    reason: 'RATE_LIMITED',
    details: z.object({ limit: z.number().int(), retryAfter: z.number().int().describe('seconds') }),
  },
  headersTooLarge: { status: 431, reason: 'HEADERS_TOO_LARGE' },
  internal: { status: 500, reason: 'INTERNAL' },
  overloaded: { status: 503, reason: 'OVERLOADED', details: retryAfter },
  databaseUnavailable: { status: 503, reason: 'DATABASE_UNAVAILABLE', details: retryAfter },
  notReady: {
    status: 503,
    reason: 'NOT_READY',
    details: z.object({ database: z.boolean(), migrations: z.boolean(), jobs: z.boolean() }),
  },
});

/** The refusal of what may work in so many seconds, with the `Retry-After` header (RFC 9110 §10.2.3). */
export function retryLater(kind: ErrorKind, seconds: number, cause?: unknown): AppError {
  return new AppError(kind, { retryAfter: seconds }, { headers: { 'retry-after': String(seconds) }, cause });
}
