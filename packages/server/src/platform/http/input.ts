import { z } from 'zod';

const NUL_OR_LONE_SURROGATE = /\0|[\uD800-\uDBFF](?![\uDC00-\uDFFF])|(?<![\uD800-\uDBFF])[\uDC00-\uDFFF]/;
// eslint-disable-next-line no-control-regex -- control characters are what it looks for
const CONTROL = /[\u0001-\u0008\u000B\u000C\u000E-\u001F\u007F-\u009F]/;

/**
 * One line of plain text from a client: trimmed, NFC, no markup, no control characters, at most `max` characters (API-6).
 * Breaks and tabs become spaces: a name of several lines could write a mail's text.
 */
export function plainText(max: number, min = 0) {
  return z
    .string()
    .max(max * 4)
    .refine((text) => isWellFormed(text) && !CONTROL.test(text), 'has characters that no text may have')
    .transform((text) => withoutMarkup(text.normalize('NFC')).replace(/\s+/g, ' ').trim())
    .pipe(z.string().min(min).max(max));
}

/** An id of ours: a UUID in any letter case; anything else is a malformed id (API-1). */
export const id = z
  .uuid()
  .toLowerCase()
  .describe('UUIDv7')
  .meta({ example: '0199a3c4-7e1a-7c55-9d1e-3f1f0a7f2b61' });

/** Whole pieces, 1 to 100: the shape of a quantity, before a product's own limit (CART-4). */
export const quantity = z.int().min(1).max(100).meta({ example: 2 });

/** Whether a text can be stored and compared as Unicode: no NUL, no half of a surrogate pair. */
export function isWellFormed(text: string): boolean {
  return !NUL_OR_LONE_SURROGATE.test(text);
}

// One pass over what has been kept so far, so that removing a tag can never put a new one together (`<<b>script>`).
function withoutMarkup(text: string): string {
  let kept = '';
  let inTag = false;
  for (const character of text) {
    if (inTag) inTag = character !== '>';
    else if (/[a-z!?]/i.test(character) && /<\/?$/.test(kept)) {
      kept = kept.replace(/<\/?$/, '');
      inTag = true;
    } else kept += character;
  }
  return kept;
}
