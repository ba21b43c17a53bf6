/** Something the operator can mend: what is wrong, and a hint how. Shown as it is, without a stack. */
export class OperatorError extends Error {
  readonly hint: string;

  constructor(message: string, hint: string, cause?: unknown) {
    super(message, cause === undefined ? undefined : { cause });
    this.name = new.target.name;
    this.hint = hint;
  }
}
