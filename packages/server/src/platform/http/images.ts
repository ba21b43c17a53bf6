import fastifyStatic from '@fastify/static';
import { readdir } from 'node:fs/promises';
import { join } from 'node:path';
import type { App } from './route.ts';

const WEEK_SECONDS = 7 * 86_400;
/** Widths in pixels in which a picture may be had by `?width=`; the picture itself is `FULL_WIDTH` wide. */
const WIDTHS = [240, 480, 720];
const FULL_WIDTH = 960;

/** What the browser may choose from for a picture of the shop's own; null for one from elsewhere, which has one width. */
export function srcsetOf(url: string): string | null {
  if (!url.startsWith('/images/')) return null;
  return [...WIDTHS.map((width) => `${url}?width=${width} ${width}w`), `${url} ${FULL_WIDTH}w`].join(', ');
}

/**
 * Serves a folder of public pictures to any origin, kept by browsers for a week. They count for no rate limit. `smaller`
 * has a folder for each width; a picture that has none of a width is sent as it is.
 */
export async function serveImages(
  app: App,
  { prefix, folder, smaller }: { prefix: string; folder: string; smaller: string },
): Promise<void> {
  const small = await listSmaller(smaller);
  await app.register(async (pictures) => {
    await pictures.register(fastifyStatic, {
      root: [folder, smaller],
      serve: false,
      setHeaders: (response) => void response.setHeader('cross-origin-resource-policy', 'cross-origin'),
    });
    pictures.route({
      method: 'GET',
      url: `${prefix}*`,
      config: { access: 'public', limit: 'none' },
      schema: { hide: true },
      handler: (request, reply) => {
        const { '*': name = '' } = request.params as { '*'?: string };
        const { width } = request.query as { width?: unknown };
        const narrow = typeof width === 'string' ? `${width}/${name}` : '';
        const [file, root] = small.has(narrow) ? [narrow, smaller] : [name, folder];
        return reply.sendFile(file, root, { maxAge: WEEK_SECONDS * 1_000 });
      },
    });
  });
}

// Read once: what a request names is looked up here, and never on the disk.
async function listSmaller(folder: string): Promise<Set<string>> {
  const lists = WIDTHS.map(async (width) =>
    (await readdir(join(folder, String(width))).catch(() => [])).map((name) => `${width}/${name}`),
  );
  return new Set((await Promise.all(lists)).flat());
}
