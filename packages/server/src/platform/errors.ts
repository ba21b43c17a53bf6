import type { z } from 'zod';
import type { Exact } from './exact-json.ts';

/** One kind of refusal: its HTTP status, its stable word, and the shape of the details a client may use. */
export interface ErrorKind<Reason extends string = string, Details = unknown> {
  readonly status: number;
  readonly reason: Reason;
  readonly details?: z.ZodType<Details>;
  /** Names of database constraints whose violation means exactly this refusal. */
  readonly constraints?: readonly string[];
}

type DetailsOf<Kind> = Kind extends { details: z.ZodType<infer Details> } ? Details : undefined;

/** A refusal on its way to the client. The sentence comes from `messages/`, in the client's language. */
export class AppError extends Error {
  readonly kind: ErrorKind;
  readonly details: unknown;
  readonly headers: Record<string, string>;

  constructor(
    kind: ErrorKind,
    details?: unknown,
    options: { headers?: Record<string, string>; cause?: unknown } = {},
  ) {
    super(kind.reason, { cause: options.cause });
    this.name = 'AppError';
    this.kind = kind;
    this.details = details;
    this.headers = options.headers ?? {};
  }
}

const catalogue = new Map<string, ErrorKind>();
const constraints = new Map<string, ErrorKind>();

/** Declares the refusals of one domain; a reason may be declared once in the whole product and is never renamed. */
export function defineErrors<const Kinds extends Record<string, ErrorKind>>(kinds: Kinds): Kinds {
  for (const kind of Object.values(kinds)) {
    const earlier = catalogue.get(kind.reason);
    if (earlier && earlier !== kind) throw new Error(`error reason ${kind.reason} is declared twice`);
    catalogue.set(kind.reason, kind);
    for (const name of kind.constraints ?? []) constraints.set(name, kind);
  }
  return kinds;
}

/** Makes the refusal; the details must have the declared shape. */
export function refuse<Kind extends ErrorKind>(
  kind: Kind,
  ...details: DetailsOf<Kind> extends undefined ? [] : [Exact<DetailsOf<Kind>>]
): AppError {
  return new AppError(kind, details[0]);
}

/** Every declared refusal, for the error handler, the OpenAPI document and the guide. */
export function allErrors(): ErrorKind[] {
  return [...catalogue.values()].sort((a, b) => a.reason.localeCompare(b.reason));
}

export function errorByReason(reason: string): ErrorKind | undefined {
  return catalogue.get(reason);
}

export function errorByConstraint(name: string): ErrorKind | undefined {
  return constraints.get(name);
}
