/** What PostgreSQL says of a failed statement, as far as code may look at it. */
export interface DatabaseFailure extends Error {
  code?: string;
  constraint?: string;
  detail?: string;
}

// What node-postgres and its pool say without a code.
const CONNECTION_LOST =
  /Connection terminated|not queryable|timeout expired|timeout exceeded when trying to connect|Query read timeout/;
// Connection exceptions, shutdowns, too many connections.
const PROVIDER_GONE = /^(08|57P0|53300)/;
const NETWORK = /^(ECONN|EPIPE$|ETIMEDOUT$|EHOSTUNREACH$|ENETUNREACH$|ENOTFOUND$|EAI_)/;

/** A statement of ours refused with this word (the function refuse of the database). */
export function isRefusal(error: unknown, reason: string): boolean {
  return (error as DatabaseFailure).code === 'CW001' && (error as DatabaseFailure).message === reason;
}

/** Serialization failure or deadlock: PostgreSQL rolled back and asks to be tried again. */
export function isRetryable(error: unknown): boolean {
  const code = (error as DatabaseFailure).code;
  return code === '40001' || code === '40P01';
}

/** The database could not be reached or went away; what was under way may or may not have happened. */
export function isUnavailable(error: unknown): boolean {
  const failure = error as DatabaseFailure & { syscall?: string };
  // A socket that is not there is a stopped database; any other missing file is not.
  if (failure.code === 'ENOENT') return failure.syscall === 'connect';
  if (failure.code) return PROVIDER_GONE.test(failure.code) || NETWORK.test(failure.code);
  return failure instanceof Error && CONNECTION_LOST.test(failure.message);
}
