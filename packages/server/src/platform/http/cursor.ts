import { z } from 'zod';
import { refuse } from '../errors.ts';
import { httpErrors } from './errors.ts';

const parts = z.tuple([
  z.string().regex(/^\d{4}-\d\d-\d\d \d\d:\d\d:\d\d(\.\d{1,6})?[+-]\d\d(:\d\d)?$/),
  z.uuid(),
]);

/** Where a page ended; VALIDATION_FAILED for what is no cursor of ours. */
export function readCursor(cursor: string | undefined): { at: string; id: string } | null {
  if (cursor === undefined) return null;
  const decoded = parts.safeParse(parseJson(cursor));
  if (decoded.success) return { at: decoded.data[0], id: decoded.data[1] };
  throw refuse(httpErrors.validationFailed, {
    fields: [{ in: 'querystring', field: 'cursor', problem: 'invalid', hint: 'is no cursor of this list' }],
  });
}

function parseJson(encoded: string): unknown {
  if (!/^[\w-]+$/.test(encoded)) return null;
  try {
    return JSON.parse(Buffer.from(encoded, 'base64url').toString('utf8'));
  } catch {
    return null;
  }
}
