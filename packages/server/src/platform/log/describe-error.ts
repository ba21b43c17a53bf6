const EMAIL = /[^\s@"'<>()[\],;:=]+@[^\s@"'<>()[\],;:=]+\.[^\s@"'<>()[\],;:=.]{2,}/g;
// What identifies a failure. PostgreSQL's detail, where and parameters hold customers' rows.
const TELLING = [
  'code',
  'constraint',
  'table',
  'column',
  'routine',
  'syscall',
  'address',
  'port',
  'responseCode',
] as const;
const DEEPEST = 3;

/** An error as it may stand in a log (AUD-4): what went wrong and where in the code, nothing of whom it happened to. */
export function describeError(error: unknown, depth = 0): unknown {
  if (!(error instanceof Error)) return error;
  const fields = error as unknown as Record<string, unknown>;
  const told = TELLING.flatMap((name) => (fields[name] === undefined ? [] : [[name, fields[name]] as const]));
  return {
    type: error.name,
    message: withoutAddresses(error.message),
    ...Object.fromEntries(told),
    stack: withoutAddresses(error.stack ?? ''),
    ...(error.cause !== undefined && depth < DEEPEST ? { cause: describeError(error.cause, depth + 1) } : {}),
  };
}

/** Text of others, in which people's addresses may stand, without them. */
export function withoutAddresses(text: string): string {
  return text.replace(EMAIL, '[email]');
}
