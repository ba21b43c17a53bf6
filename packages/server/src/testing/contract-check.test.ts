import type { FastifyReply, FastifyRequest } from 'fastify';
import { afterAll, beforeAll, describe, expect, it } from 'vitest';
import { z } from 'zod';
import { refuse } from '../platform/errors.ts';
import { catalogErrors } from '../domains/catalog/public.ts';
import { startTestApp, type TestApp } from './test-app.ts';

// A detector counts only if it was seen to fire: each fault is planted in a route of the test's own.
const faults: Record<string, { answer: (reply: FastifyReply) => unknown; found: RegExp }> = {
  'a field too many': {
    answer: (reply) => reply.send({ n: 1, secret: 2 }),
    found: /additional properties.*secret/,
  },
  'a field missing': { answer: (reply) => reply.send({}), found: /required property 'n'/ },
  'a field of the wrong type': { answer: (reply) => reply.send({ n: '1' }), found: /must be number/ },
  'a status that is not documented': {
    answer: (reply) => reply.code(202).send({ n: 1 }),
    found: /202: status not documented/,
  },
  'another type': {
    answer: (reply) => reply.type('text/html').send('<p>'),
    found: /type text\/html not documented/,
  },
  'no body': { answer: (reply) => reply.send(), found: /not documented|no body/ },
  'a refusal the route does not document': {
    answer: () => {
      throw refuse(catalogErrors.productNotFound);
    },
    found: /404: status not documented/,
  },
  'a reason the route does not document': {
    answer: (reply) =>
      reply.code(400).send({
        error: { code: 400, reason: 'MARKET_UNKNOWN', message: 'no such', requestId: reply.request.id },
      }),
    found: /MARKET_UNKNOWN|allowed values/,
  },
  'an error of another format': {
    answer: (reply) => reply.code(400).send({ message: 'no' }),
    found: /not the one error format/,
  },
  'an error that tells more': {
    answer: (reply) =>
      reply.code(400).send({
        error: {
          code: 400,
          reason: 'MALFORMED_JSON',
          message: 'It is bad.',
          requestId: reply.request.id,
          stack: 'at x',
        },
      }),
    found: /stack/,
  },
  'wrong details of a reason': {
    answer: (reply) =>
      reply.code(429).send({
        error: {
          code: 429,
          reason: 'RATE_LIMITED',
          message: 'Slow down.',
          requestId: reply.request.id,
          details: {},
        },
      }),
    found: /details of RATE_LIMITED/,
  },
};

describe('the contract check', () => {
  let shop: TestApp;
  beforeAll(async () => {
    shop = await startTestApp({
      routes: (app) => {
        const schema = { summary: 'Test', response: { 200: z.object({ n: z.number() }) } };
        app.route({
          method: 'GET',
          url: '/api/test/good',
          config: { access: 'public' },
          schema,
          handler: async () => ({ n: 1 }),
        });
        Object.values(faults).forEach(({ answer }, index) => {
          const handler = async (_request: FastifyRequest, reply: FastifyReply) =>
            (await answer(reply)) as never;
          app.route({
            method: 'GET',
            url: `/api/test/bad/${index}`,
            config: { access: 'public' },
            schema,
            handler,
          });
        });
      },
    });
  });
  afterAll(() => shop.close());

  it.each(Object.entries(faults).map(([name, { found }], index) => ({ name, found, index })))(
    '[API-13] finds $name',
    async ({ found, index }) => {
      await expect(shop.client().get(`/api/test/bad/${index}`)).rejects.toThrow(found);
      expect((await shop.client().get('/api/test/good')).body).toEqual({ n: 1 });
    },
  );
});
