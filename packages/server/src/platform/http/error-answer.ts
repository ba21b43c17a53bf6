import type { FastifyError, FastifyReply, FastifyRequest } from 'fastify';
import { hasZodFastifySchemaValidationErrors } from 'fastify-type-provider-zod';
import { randomUUID } from 'node:crypto';
import { STATUS_CODES } from 'node:http';
import type { Socket } from 'node:net';
import { type DatabaseFailure, isRetryable, isUnavailable } from '../db/failure.ts';
import { LaneOverloaded } from '../db/lane.ts';
import { toJson } from '../exact-json.ts';
import { AppError, errorByConstraint, errorByReason, type ErrorKind } from '../errors.ts';
import { httpErrors, retryLater } from './errors.ts';
import { securityHeaders } from './security-headers.ts';

/** The sentence for a reason in the caller's language. */
export type Translate = (reason: string, locale: string, details: unknown) => string;

const QUERY_CANCELED = '57014';
const LINGER_MS = 2_000;
const BY_FASTIFY_CODE: Record<string, ErrorKind> = {
  FST_ERR_CTP_INVALID_MEDIA_TYPE: httpErrors.unsupportedMediaType,
  FST_ERR_CTP_BODY_TOO_LARGE: httpErrors.bodyTooLarge,
  FST_ERR_CTP_INVALID_CONTENT_LENGTH: httpErrors.malformedRequest,
  FST_ERR_CTP_INVALID_JSON_BODY: httpErrors.malformedJson,
  FST_ERR_BAD_URL: httpErrors.malformedRequest,
  FST_ERR_MAX_PARAM_LENGTH: httpErrors.urlTooLong,
};

// What a plugin may refuse by itself.
const BY_STATUS: Record<number, ErrorKind> = {
  404: httpErrors.routeNotFound,
  408: httpErrors.requestTimeout,
  414: httpErrors.urlTooLong,
  415: httpErrors.unsupportedMediaType,
  431: httpErrors.headersTooLarge,
};

/** Turns whatever was thrown into one of the catalogue's refusals; what is not known is INTERNAL and told only to the log. */
export function toAppError(error: unknown, limits: { bodyBytes: number }): AppError {
  if (error instanceof AppError) return error;
  if (error instanceof LaneOverloaded) return retryLater(httpErrors.overloaded, 1, error);
  if (hasZodFastifySchemaValidationErrors(error)) return validationFailure(error);
  const failure = error as DatabaseFailure & FastifyError;
  if (failure.code === 'CW001') {
    const kind = errorByReason(failure.message);
    if (kind) return new AppError(kind, undefined, { cause: error });
  }
  const constrained = failure.constraint ? errorByConstraint(failure.constraint) : undefined;
  if (constrained) return new AppError(constrained, undefined, { cause: error });
  if (isUnavailable(error)) return retryLater(httpErrors.databaseUnavailable, 2, error);
  if (isRetryable(error) || failure.code === QUERY_CANCELED)
    return retryLater(httpErrors.overloaded, 1, error);
  const known = failure.code ? BY_FASTIFY_CODE[failure.code] : undefined;
  if (known === httpErrors.bodyTooLarge) return new AppError(known, { maxBytes: limits.bodyBytes });
  if (known) return new AppError(known);
  const { statusCode = 500 } = failure;
  if (statusCode >= 400 && statusCode < 500) {
    return new AppError(BY_STATUS[statusCode] ?? httpErrors.malformedRequest, undefined, { cause: error });
  }
  return new AppError(httpErrors.internal, undefined, { cause: error });
}

/** Sends the one error format of API-3. */
export function sendError(
  reply: FastifyReply,
  request: FastifyRequest,
  error: AppError,
  message: string,
): FastifyReply {
  const { status, reason } = error.kind;
  const details = error.details === undefined ? {} : { details: error.details };
  return reply
    .code(status)
    .headers(error.headers)
    .header('cache-control', 'no-store')
    .header('x-request-id', request.id)
    .type('application/json; charset=utf-8')
    .send(toJson({ error: { code: status, reason, message, requestId: request.id, ...details } }));
}

/** Answers what Node's HTTP parser refuses before there is a request: oversized headers, broken syntax, slow senders. */
export function answerBrokenRequest(
  error: Error & { code?: string },
  socket: Socket,
  options: { translate: Translate; https: boolean },
): void {
  if (error.code === 'ECONNRESET' || !socket.writable) return void socket.destroy();
  const kind =
    error.code === 'HPE_HEADER_OVERFLOW'
      ? httpErrors.headersTooLarge
      : error.code === 'ERR_HTTP_REQUEST_TIMEOUT'
        ? httpErrors.requestTimeout
        : httpErrors.malformedRequest;
  const requestId = randomUUID();
  const body = JSON.stringify({
    error: {
      code: kind.status,
      reason: kind.reason,
      message: options.translate(kind.reason, 'en', undefined),
      requestId,
    },
  });
  const headers = {
    'content-type': 'application/json; charset=utf-8',
    'content-length': Buffer.byteLength(body),
    'cache-control': 'no-store',
    connection: 'close',
    'x-request-id': requestId,
    ...securityHeaders(options),
  };
  const lines = Object.entries(headers).map(([name, value]) => `${name}: ${value}`);
  socket.end(`HTTP/1.1 ${kind.status} ${STATUS_CODES[kind.status]}\r\n${lines.join('\r\n')}\r\n\r\n${body}`);
  // A client that does not close its side must not keep ours.
  socket.setTimeout(LINGER_MS, () => socket.destroy());
}

function validationFailure(
  error: FastifyError & {
    validation: { instancePath: string; keyword: string; message?: string; params: unknown }[];
    validationContext?: string;
  },
): AppError {
  const where = error.validationContext ?? 'body';
  const fields = error.validation.slice(0, 50).flatMap((issue) => {
    const path = issue.instancePath.replace(/^\//, '').replaceAll('/', '.');
    const unknown = (issue.params as { keys?: unknown }).keys;
    const names =
      issue.keyword === 'unrecognized_keys' && Array.isArray(unknown)
        ? unknown.slice(0, 50).map((key) => [path, key].filter(Boolean).join('.'))
        : [path];
    return names.map((field) => ({
      in: where,
      field: field.slice(0, 200),
      problem: issue.keyword,
      hint: (issue.message ?? 'is not valid').slice(0, 300),
    }));
  });
  return new AppError(httpErrors.validationFailed, { fields });
}
