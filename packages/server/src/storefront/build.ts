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
  /** The code that draws it, beyond what every page begins with. */
  code: z.array(z.string().startsWith('/assets/')),
  /** What it asks the catalogue for when it is opened; `{search}` stands for the page's own search. */
  reads: z.array(z.string().startsWith('/api/public/')),
  /** The pictures it begins with: how many, and how wide they are shown, as `sizes` says it; null where there are none. */
  pictures: z.object({ count: z.number().int(), sizes: z.string() }).nullable(),
});

const description = z.object({
  pages: z.array(page).min(1),
  /** Title of the answer to an address that is no page. */
  missing: text,
  /** The catalogue of sentences of each language and what it is made of, to be fetched at once. */
  sentences: z.record(z.string(), z.array(z.string().startsWith('/assets/'))),
});

/** What the build of the storefront says of one of its pages. */
export type Page = z.infer<typeof page>;

export interface StorefrontBuild extends z.infer<typeof description> {
  folder: string;
  /** The page every address is answered with; language, colours and head are still to be filled in. */
  template: string;
}

/** Where the built storefront lies, in the repository as in the published package. */
export const storefrontFolder = join(packageRoot, 'storefront');

const PLACES = /%language%|%theme%|<!-- head -->/g;

/** Reads what the build left; null where nothing was built, as for a server that only speaks the API. */
export async function readBuild(folder: string): Promise<StorefrontBuild | null> {
  if (!existsSync(join(folder, 'pages.json'))) return null;
  const [template, pages] = await Promise.all([
    readFile(join(folder, 'index.html'), 'utf8'),
    readFile(join(folder, 'pages.json'), 'utf8'),
  ]);
  if (template.match(PLACES)?.length !== 3)
    throw new Error(`${folder}/index.html has not the places for language, colours and head`);
  return { ...description.parse(JSON.parse(pages)), folder, template: codeFirst(template) };
}

// What begins every page is asked for before what begins this one: the first is the longest to come.
function codeFirst(template: string): string {
  return template.replace(/\s*<!-- head -->/, '').replace('</head>', '  <!-- head -->\n  </head>');
}

/** The page with its places filled in. */
export function fillTemplate(
  template: string,
  { language, theme, head }: { language: string; theme: string; head: string },
): string {
  const filling: Record<string, string> = { '%language%': language, '%theme%': theme, '<!-- head -->': head };
  return template.replace(PLACES, (place) => filling[place]!);
}
