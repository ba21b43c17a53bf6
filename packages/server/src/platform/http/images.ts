import fastifyStatic from '@fastify/static';
import type { App } from './route.ts';

const WEEK_SECONDS = 7 * 86_400;

/** Serves a folder of public pictures to any origin, kept by browsers for a week. They count for no rate limit. */
export async function serveImages(
  app: App,
  { prefix, folder }: { prefix: string; folder: string },
): Promise<void> {
  await app.register(async (pictures) => {
    await pictures.register(fastifyStatic, {
      root: folder,
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
        return reply.sendFile(name, { maxAge: WEEK_SECONDS * 1_000 });
      },
    });
  });
}
