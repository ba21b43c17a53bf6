import type { ErrorKind } from '../../platform/errors.ts';
import { Major } from '../../platform/exact-json.ts';

/** A broken rule, as it is kept with the checkout: amounts apart, in minor units, so that they stay exact. */
export interface Problem {
  reason: string;
  /** What in the form it is about, such as `shippingAddress.city`. */
  field: string;
  details?: Record<string, unknown>;
  amounts?: Record<string, string>;
}

/** Makes a problem of one of the catalogue's reasons. */
export function problem(
  kind: ErrorKind,
  field: string,
  details?: Record<string, unknown>,
  amounts?: Record<string, bigint>,
): Problem {
  const minor = amounts && Object.entries(amounts).map(([name, amount]) => [name, String(amount)]);
  return {
    reason: kind.reason,
    field,
    ...(details && { details }),
    ...(minor && { amounts: Object.fromEntries(minor) as Record<string, string> }),
  };
}

export interface ToldProblem {
  reason: string;
  field: string;
  details?: Record<string, unknown>;
}

/** A problem as clients get it: its amounts in major units beside their currency (API-2). */
export function toldProblem({ reason, field, details, amounts }: Problem, currency: string): ToldProblem {
  if (!details && !amounts) return { reason, field };
  const majors = Object.entries(amounts ?? {}).map(([name, minor]) => [
    name,
    new Major(BigInt(minor), currency),
  ]);
  return {
    reason,
    field,
    details: {
      ...details,
      ...(Object.fromEntries(majors) as Record<string, Major>),
      ...(amounts && { currency }),
    },
  };
}
