import type { DetailsOf, Reason } from './api-types.ts';

/** A refusal of the server. Decide by `reason`; `message` is for people, in their language. */
export class CartwrightError<Word extends string = string> extends Error {
  override readonly name: string = 'CartwrightError';
  /** The HTTP status. */
  readonly code: number;
  readonly reason: Word;
  readonly details: DetailsOf<Word>;
  readonly requestId: string | null;
  /** Seconds after which it may work; null where the server says nothing. */
  readonly retryAfter: number | null;

  constructor(refusal: {
    code: number;
    reason: Word;
    message: string;
    details?: unknown;
    requestId?: string | null;
    retryAfter?: number | null;
  }) {
    super(refusal.message);
    this.code = refusal.code;
    this.reason = refusal.reason;
    this.details = (refusal.details ?? null) as DetailsOf<Word>;
    this.requestId = refusal.requestId ?? null;
    this.retryAfter = refusal.retryAfter ?? null;
  }
}

/** No answer: the server could not be reached, or not in time. Whether it did what was asked is not known. */
export class NetworkError extends Error {
  override readonly name: string = 'NetworkError';
  readonly timedOut: boolean;

  constructor(timedOut: boolean, cause?: unknown) {
    super(timedOut ? 'The server did not answer in time.' : 'The server could not be reached.', { cause });
    this.timedOut = timedOut;
  }
}

export function isAnyRefusal(error: unknown): error is CartwrightError {
  return error instanceof CartwrightError;
}

/** Whether this is the server's refusal with this reason; then `details` are known. */
export function isRefusal<Word extends Reason>(error: unknown, reason: Word): error is CartwrightError<Word> {
  return error instanceof CartwrightError && error.reason === reason;
}

/** The reason of an answer that is not in the API's format, such as a proxy's error page. */
export const UNREADABLE = 'UNREADABLE';

interface ErrorBody {
  error?: { reason?: unknown; message?: unknown; requestId?: unknown; details?: unknown };
}

/** The error that an answer of 400 or more stands for. */
export function refusalOf(status: number, data: unknown, headers: { get(name: string): string | null }) {
  const { reason, message, requestId, details } = (data as ErrorBody | null)?.error ?? {};
  const retryAfter = Number.parseInt(headers.get('retry-after') ?? '', 10);
  return new CartwrightError({
    code: status,
    reason: typeof reason === 'string' ? reason : UNREADABLE,
    message: typeof message === 'string' ? message : `The server answered ${status}.`,
    details,
    requestId: typeof requestId === 'string' ? requestId : headers.get('x-request-id'),
    retryAfter: Number.isNaN(retryAfter) ? null : retryAfter,
  });
}

/** The refusal that the client itself gives when somebody else is signed in than the call was meant for. */
export function ownerChanged(): CartwrightError<'OWNER_CHANGED'> {
  return new CartwrightError({
    code: 412,
    reason: 'OWNER_CHANGED',
    message: 'Somebody else is signed in now.',
  });
}
