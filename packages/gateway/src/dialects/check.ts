import type { z } from 'zod';
import { invalidInput } from '../errors.ts';

/** The input as the schema says, or a refusal that names the field to blame. */
export function check<Schema extends z.ZodType>(schema: Schema, input: unknown): z.output<Schema> {
  const { data, error } = schema.safeParse(input ?? {});
  if (!error) return data;
  const { path, message } = error.issues[0]!;
  throw invalidInput(message, path.join('.') || undefined);
}
