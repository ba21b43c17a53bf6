/** What PostgreSQL says of a failed statement, as far as code may look at it. */
export interface DatabaseFailure extends Error {
  code?: string;
  constraint?: string;
  detail?: string;
}

const CONNECTION_LOST = /Connection terminated|ECONNREFUSED|ECONNRESET|EPIPE|ENOENT|not queryable|timeout expired/;

/** Serialization failure or deadlock: PostgreSQL rolled back and asks to be tried again. */
export function isRetryable(error: unknown): boolean {
  const code = (error as DatabaseFailure).code;
  return code === '40001' || code === '40P01';
}

/** The database could not be reached or went away; what was under way may or may not have happened. */
export function isUnavailable(error: unknown): boolean {
  const failure = error as DatabaseFailure;
  if (failure.code) return /^(08|57P0)/.test(failure.code) || /^(ECONN|ENOENT|EPIPE)/.test(failure.code);
  return failure instanceof Error && CONNECTION_LOST.test(failure.message);
}
