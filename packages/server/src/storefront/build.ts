import { existsSync } from 'node:fs';
import { readFile } from 'node:fs/promises';
import { join } from 'node:path';
import { z } from 'zod';
import { packageRoot } from '../package-root.ts';
import { languages, type Language } from '../messages/translate.ts';

const text = z.record(z.enum(Object.keys(languages) as [Language, ...Language[]]), z.string());

const page = z.object({
  /** As Fastify writes it: `/products/:slug`. */
  path: z.string().startsWith('/'),
  title: text,
  description: text,
  /** Whether search engines may list it. */
  listed: z.boolean(),
  /** `product` pages tell of the product that `:slug` names. */
  about: z.enum(['product', 'nothing']),
  /** Whether the scripts of payment providers may run on it. */
  pays: z.boolean(),
});

const description = z.object({
  pages: z.array(page).min(1),
  /** Title of the answer to an address that is no page. */
  missing: text,
  /** The catalogue of sentences of each language, to be fetched at once. */
  sentences: z.record(z.string(), z.string().startsWith('/assets/')),
});

/** What the build of the storefront says of one of its pages. */
export type Page = z.infer<typeof page>;

export interface StorefrontBuild extends z.infer<typeof description> {
  folder: string;
  /** The page every address is answered with, but for language and head. */
  template: { beforeLanguage: string; beforeHead: string; afterHead: string };
}

/** Where the built storefront lies, in the repository as in the published package. */
export const storefrontFolder = join(packageRoot, 'storefront');

const LANGUAGE = '%language%';
const HEAD = '<!-- head -->';

/** Reads what the build left; null where nothing was built, as for a server that only speaks the API. */
export async function readBuild(folder: string): Promise<StorefrontBuild | null> {
  if (!existsSync(join(folder, 'pages.json'))) return null;
  const [html, pages] = await Promise.all([
    readFile(join(folder, 'index.html'), 'utf8'),
    readFile(join(folder, 'pages.json'), 'utf8'),
  ]);
  const [beforeLanguage, afterLanguage = ''] = html.split(LANGUAGE);
  const [beforeHead, afterHead] = afterLanguage.split(HEAD);
  if (afterHead === undefined) throw new Error(`${folder}/index.html has no place for language and head`);
  const template = { beforeLanguage: beforeLanguage!, beforeHead: beforeHead!, afterHead };
  return { ...description.parse(JSON.parse(pages)), folder, template };
}
