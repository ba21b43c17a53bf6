import { ConfigError } from '../config.ts';
import { translate } from '../messages/translate.ts';
import { isUnavailable } from '../platform/db/failure.ts';
import { AppError } from '../platform/errors.ts';
import { OperatorError } from '../platform/operator-error.ts';

const DATABASE_HINTS: [pattern: RegExp, hint: string][] = [
  [/^28/, 'Check the user and password of DATABASE_URL.'],
  [/^3D000$/, 'Create the database first (create database …), or correct its name in DATABASE_URL.'],
  [/^53300$/, 'Raise max_connections of the database, or run fewer instances.'],
  [/^57P03$/, 'It is starting or stopping; try again in a moment.'],
  [
    /^(SELF_SIGNED|DEPTH_ZERO|UNABLE_TO_|ERR_TLS|CERT_)/,
    "Its certificate could not be verified: give the authority's with sslrootcert=… in DATABASE_URL.",
  ],
];

/** Says on stderr what went wrong and how to mend it, and exits with 1; 2 is kept for wrong usage. */
export function reportAndExit(error: unknown): never {
  process.stderr.write(`\n${describe(error)}\n`);
  process.exit(1);
}

function describe(error: unknown): string {
  if (error instanceof ConfigError) {
    return error.problems.map(({ name, problem, hint }) => `${name} ${problem}.\n  ${hint}`).join('\n');
  }
  if (error instanceof AppError) return translate(error.kind.reason, 'en', error.details);
  if (error instanceof OperatorError) return `${error.message}\n  ${error.hint}`;
  const failure = error as NodeJS.ErrnoException;
  const known = DATABASE_HINTS.find(([pattern]) => pattern.test(failure.code ?? ''));
  if (known) return `The database does not let us in: ${failure.message}.\n  ${known[1]}`;
  if (isUnavailable(error)) {
    return `The database does not answer: ${messageOf(failure)}.\n  Check DATABASE_URL and that the server runs, or remove it to use the embedded database.`;
  }
  if (failure.path !== undefined && failure.code)
    return `${failure.message}\n  Check the path and who may use it.`;
  return failure instanceof Error ? (failure.stack ?? failure.message) : String(error);
}

// Where a name has several addresses, the message is empty and each attempt has its own.
function messageOf(error: NodeJS.ErrnoException): string {
  return (
    error.message ||
    (((error as Partial<AggregateError>).errors as Error[] | undefined) ?? [])
      .map(({ message }) => message)
      .join('; ') ||
    (error.code ?? 'no reason was given')
  );
}
