import { OperatorError } from '../../operator-error.ts';

export type EmbeddedReason =
  | 'NO_BINARIES'
  | 'BINARIES_UNUSABLE'
  | 'NO_ACCOUNT'
  | 'FOLDER_UNUSABLE'
  | 'NOT_OWNER'
  | 'DATA_MISSING'
  | 'IN_USE'
  | 'OTHER_MAJOR_VERSION'
  | 'INITDB_FAILED'
  | 'START_FAILED'
  | 'START_TIMEOUT'
  | 'NOT_ANSWERING'
  | 'STOP_TIMEOUT';

/** Why the embedded database cannot start or stop: `reason` is stable for programs, `hint` says what mends it. */
export class EmbeddedPostgresError extends OperatorError {
  readonly reason: EmbeddedReason;

  constructor(reason: EmbeddedReason, message: string, hint: string, cause?: unknown) {
    super(message, hint, cause);
    this.reason = reason;
  }
}

/** The `code` of a Node system error, such as ENOENT, or undefined for any other value. */
export function errorCode(error: unknown): string | undefined {
  if (!(error instanceof Error) || !('code' in error)) return undefined;
  return typeof error.code === 'string' ? error.code : undefined;
}
