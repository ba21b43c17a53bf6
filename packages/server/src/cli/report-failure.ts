import { ConfigError } from '../config.ts';
import { AppError } from '../platform/errors.ts';
import { EmbeddedPostgresError } from '../platform/db/embedded/embedded-error.ts';
import { translate } from '../messages/translate.ts';

/** Says on stderr what went wrong and how to mend it, and exits with 1; 2 is kept for wrong usage. */
export function reportAndExit(error: unknown): never {
  process.stderr.write(`\n${describe(error)}\n`);
  process.exit(1);
}

function describe(error: unknown): string {
  if (error instanceof ConfigError) {
    return error.problems.map(({ name, problem, hint }) => `${name} ${problem}.\n  ${hint}`).join('\n');
  }
  if (error instanceof EmbeddedPostgresError) return `${error.message}\n  ${error.hint}`;
  if (error instanceof AppError) return translate(error.kind.reason, 'en', error.details);
  const failure = error as NodeJS.ErrnoException;
  if (failure.code === 'EADDRINUSE') return `The address is already in use: ${failure.message}\n  Stop what runs there, or set PORT to another number.`;
  if (failure.code === 'ECONNREFUSED') return `The database does not answer: ${failure.message}\n  Check DATABASE_URL, or remove it to use the embedded database.`;
  return failure instanceof Error ? (failure.stack ?? failure.message) : String(error);
}
