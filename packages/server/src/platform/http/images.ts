import fastifyStatic from '@fastify/static';
import type { App } from './route.ts';

const WEEK_SECONDS = 7 * 86_400;

/** Serves a folder of public pictures to any origin, kept by browsers for a week. */
export async function serveImages(
  app: App,
  { prefix, folder }: { prefix: string; folder: string },
): Promise<void> {
  await app.register(fastifyStatic, {
    root: folder,
    prefix,
    decorateReply: false,
    index: false,
    maxAge: WEEK_SECONDS * 1_000,
    setHeaders: (response) => void response.setHeader('cross-origin-resource-policy', 'cross-origin'),
  });
}
