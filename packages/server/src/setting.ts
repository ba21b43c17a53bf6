import { z } from 'zod';
import { isAddressRange } from './address-range.ts';

/** One setting of the environment. */
export interface Setting<Schema extends z.ZodType = z.ZodType> {
  schema: Schema;
  description: string;
  example?: string;
  secret?: boolean;
}

/** A setting with what it is for; `secret` keeps it out of everything that is shown. */
export function setting<Schema extends z.ZodType>(
  schema: Schema,
  description: string,
  more: { example?: string; secret?: boolean } = {},
): Setting<Schema> {
  return { schema, description, ...more };
}

export const port = z
  .string()
  .regex(/^\d{1,5}$/, 'must be a whole number')
  .transform(Number)
  .refine((number) => number <= 65_535, 'must be at most 65535');
export const seconds = z
  .string()
  .regex(/^\d{1,3}(\.\d{1,3})?$/, 'must be a number of seconds')
  .transform(Number);
export const choice = <const Words extends readonly [string, ...string[]]>(...words: Words) =>
  z.enum(words, `must be one of ${words.join(', ')}`);
export const url = (...protocols: string[]) =>
  z.string().refine((text) => URL.canParse(text) && protocols.includes(new URL(text).protocol), {
    message: `must be a URL that begins with ${protocols.map((protocol) => `${protocol}//`).join(' or ')}`,
  });
export const publicUrl = url('http:', 'https:')
  .transform((text) => new URL(text))
  .refine(
    ({ pathname, search, hash, username }) => pathname === '/' && !search && !hash && !username,
    'must be an origin, without a path',
  )
  .transform(({ origin }) => origin);
export const list = z.string().transform((text) =>
  text
    .split(',')
    .map((part) => part.trim())
    .filter(Boolean),
);
export const origins = list.pipe(
  z.array(
    z
      .string()
      .refine(
        (text) => URL.canParse(text) && new URL(text).origin === text,
        'must be origins such as https://shop.example',
      ),
  ),
);
const isProxy = (text: string) =>
  ['loopback', 'linklocal', 'uniquelocal'].includes(text) || isAddressRange(text);
export const proxies = list.pipe(
  z.array(z.string().refine(isProxy, 'must be addresses or CIDR ranges such as 10.0.0.0/8')),
);
