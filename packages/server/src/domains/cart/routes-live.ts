import { z } from 'zod';
import { refuse } from '../../platform/errors.ts';
import type { App } from '../../platform/http/route.ts';
import { CartStreams } from './cart-streams.ts';
import { cartErrors } from './errors.ts';
import { readCartVersion } from './queries.ts';
import type { CartDeps } from './routes.ts';

const MAX_UNREAD_BYTES = 65_536;

/** `GET /cart/events`: tells a shopper's other tabs and devices of every change, as server-sent events (CART-8). */
export function streamRoute(app: App, { shop, bus, callerOf, streamCheckMs }: CartDeps): void {
  const streams = new CartStreams({
    bus,
    ...(streamCheckMs === undefined ? {} : { checkEveryMs: streamCheckMs }),
  });
  app.addHook('preClose', async () => streams.closeAll());

  app.route({
    method: 'GET',
    url: '/cart/events',
    // A HEAD would wait for the end of a stream that has none.
    exposeHeadRoute: false,
    config: { access: 'shopper', limit: 'cart', errors: [cartErrors.tooManyStreams, cartErrors.shopperGone] },
    schema: {
      tags: ['Cart'],
      summary: 'Follow the cart live',
      description:
        'Server-sent events: `cart` with `{"version":n}` at once and after each change, `end` with `{"reason":…}` when the session ends. At most 10 streams of one shopper.',
      response: {
        200: { description: 'the stream', content: { 'text/event-stream': { schema: z.string() } } },
      },
    },
    handler: async (request, reply) => {
      const check = async () => {
        const { who, rows } = await shop.as(callerOf(request)).read(readCartVersion());
        if (!who) throw refuse(cartErrors.shopperGone);
        return { shopperId: who.shopperId, version: rows[0][0]!.version };
      };
      const { shopperId } = await check();
      const { raw } = reply;
      // Who left during the check has closed already, and nobody would tell the stream.
      if (raw.destroyed) return reply.hijack();
      const stream = streams.reserve(shopperId, check);
      reply.hijack();
      raw.on('close', () => stream.close());
      raw.on('error', () => stream.close());
      raw.writeHead(200, {
        ...(reply.getHeaders() as Record<string, string>),
        'content-type': 'text/event-stream; charset=utf-8',
        'cache-control': 'no-store',
        'x-accel-buffering': 'no',
      });
      stream.start({
        // A listener that does not read is let go rather than remembered.
        write: (text) => void (raw.writableLength > MAX_UNREAD_BYTES ? raw.destroy() : raw.write(text)),
        end: () => void raw.end(),
      });
    },
  });
}
