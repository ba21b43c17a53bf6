import { z } from 'zod';

/** Where a page ended: the sort key of its last row, whose parts decide one after another. */
export interface Cursor<Sort extends string = string> {
  sort: Sort;
  text: string;
  first: string;
  second: string;
  id: string;
}

const LONGEST = 3_000;
const whole = z.string().regex(/^-?\d{1,18}$/);
const text = z.string().refine((value) => !value.includes('\0'));

export const productCursor = cursorOf('relevance', 'newest', 'price-asc', 'price-desc', 'title');
export const designerCursor = cursorOf('name', 'newest');

// Written by the list's own statement: base64url of [sort, text, first, second, id].
function cursorOf<const Sorts extends [string, ...string[]]>(...sorts: Sorts) {
  const parts = z.tuple([z.enum(sorts), text, whole, whole, z.uuid()]);
  return z
    .string()
    .max(LONGEST)
    .transform((encoded, context): Cursor<Sorts[number]> => {
      const decoded = parts.safeParse(parseJson(encoded));
      if (!decoded.success) {
        context.addIssue({ code: 'custom', message: 'is no cursor of this list' });
        return z.NEVER;
      }
      const [sort, textKey, first, second, id] = decoded.data;
      return { sort: sort, text: textKey, first, second, id };
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
