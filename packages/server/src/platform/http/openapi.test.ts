import { Ajv2020 } from 'ajv/dist/2020.js';
import addFormats from 'ajv-formats';
import { Validator } from '@seriousme/openapi-schema-validator';
import { afterAll, beforeAll, describe, expect, it } from 'vitest';
import { subscribe, unsubscribe } from 'node:diagnostics_channel';
import { allErrors } from '../errors.ts';
import { startTestApp, type TestApp } from '../../testing/test-app.ts';
import { translate } from '../../messages/translate.ts';
import type { App } from './route.ts';

interface Operation {
  summary?: string;
  description?: string;
  tags?: string[];
  security?: Record<string, string[]>[];
  requestBody?: { content: Record<string, unknown> };
  parameters?: { in: string; name: string; schema: Record<string, unknown> }[];
  responses: Record<
    string,
    { description: string; content?: Record<string, { schema: Record<string, unknown> }> }
  >;
}

describe('the OpenAPI document', () => {
  let shop: TestApp;
  let document: {
    openapi: string;
    paths: Record<string, Record<string, Operation>>;
    components: { securitySchemes: Record<string, unknown> };
  };
  const operations = () =>
    Object.entries(document.paths).flatMap(([path, methods]) =>
      Object.entries(methods).map(([method, operation]) => ({
        name: `${method.toUpperCase()} ${path}`,
        method,
        path,
        operation,
      })),
    );
  beforeAll(async () => {
    shop = await startTestApp();
    document = (await shop.client().get('/openapi.json')).body;
  });
  afterAll(() => shop.close());

  it('[API-13] is valid OpenAPI 3.1', async () => {
    expect(document.openapi).toMatch(/^3\.1\./);
    const result = await new Validator().validate(structuredClone(document));
    expect(result.errors ?? []).toEqual([]);
    expect(result.valid).toBe(true);
    // The validator itself is seen to refuse.
    const broken = structuredClone(document) as unknown as { paths: Record<string, unknown> };
    broken.paths['/broken'] = { get: { responses: 'none' } };
    expect((await new Validator().validate(broken)).valid).toBe(false);
  });

  it('[API-13] holds every route of the API there is', async () => {
    const routes: string[] = [];
    const listen = (message: unknown) =>
      (message as { fastify: App }).fastify.addHook(
        'onRoute',
        ({ method, url }) => void routes.push(...[method].flat().map((one) => `${one} ${url}`)),
      );
    subscribe('fastify.initialization', listen);
    const other = await startTestApp().finally(() => unsubscribe('fastify.initialization', listen));
    await other.close();
    const api = routes.filter((route) => route.includes(' /api/') && !route.startsWith('HEAD'));
    expect(
      operations()
        .map(({ name }) => name.replace(/\{(\w+)\}/g, ':$1'))
        .sort(),
    ).toEqual(api.sort());
    expect(
      routes.filter(
        (route) => !route.includes(' /api/') && !/ \/(docs|dev|images|openapi\.json)/.test(route),
      ),
    ).toEqual([]);
  });

  it('[API-13] describes each route: what it is, who may call, what it takes and answers', () => {
    for (const { name, method, operation } of operations()) {
      expect(operation.summary, name).toBeTruthy();
      expect(operation.tags?.length, name).toBe(1);
      expect(
        Object.keys(operation.responses).some((status) => status.startsWith('2')),
        name,
      ).toBe(true);
      for (const status of ['400', '429', '500', '503'])
        expect(operation.responses[status], `${name} ${status}`).toBeTruthy();
      if (operation.security?.length) expect(operation.responses['401'], name).toBeTruthy();
      if (method !== 'get') expect(operation.responses['403']?.description, name).toContain('CSRF_INVALID');
      if (method !== 'get') expect(operation.responses['415'], name).toBeTruthy();
    }
  });

  it('[API-13] names every error reason a route can give, as words a client can switch over', () => {
    const known = new Map(allErrors().map(({ reason, status }) => [reason, status]));
    for (const { name, operation } of operations()) {
      for (const [status, response] of Object.entries(operation.responses).filter(
        ([status]) => Number(status) >= 400,
      )) {
        const schema = response.content!['application/json']!.schema as {
          properties: { error: { properties: { reason: { enum: string[] }; code: { const: number } } } };
        };
        const { reason, code } = schema.properties.error.properties;
        expect(code.const, name).toBe(Number(status));
        expect(reason.enum.length, name).toBeGreaterThan(0);
        for (const word of reason.enum) expect(known.get(word), `${name} ${word}`).toBe(Number(status));
      }
    }
  });

  it('[API-13] has an example of every body, which its own schema takes, and of every refusal, with its sentence', () => {
    const ajv = new Ajv2020({ strict: false });
    addFormats.default(ajv);
    let bodies = 0;
    for (const { name, operation } of operations()) {
      const contents = [operation.requestBody, ...Object.values(operation.responses)];
      for (const content of contents) {
        const media = (
          content?.content as Record<string, { schema: object; example?: unknown }> | undefined
        )?.['application/json'];
        if (!media) continue;
        bodies++;
        expect(media.example, name).toBeDefined();
        const valid = ajv.validate(media.schema, media.example);
        expect(valid ? null : ajv.errorsText(), `${name} ${JSON.stringify(media.example)}`).toBeNull();
        const { error } = media.example as { error?: { reason: string; message: string } };
        if (error) expect(error.message, name).toBe(translate(error.reason, 'en', {}));
      }
    }
    expect(bodies).toBeGreaterThan(200);
  });

  it('[API-14] tells of the Idempotency-Key wherever it is honoured', () => {
    const keyed = operations().filter(({ operation }) =>
      operation.parameters?.some((one) => one.in === 'header' && one.name === 'idempotency-key'),
    );
    const answering = operations().filter(({ operation }) => operation.responses['422']);
    expect(keyed.map(({ name }) => name)).toEqual(answering.map(({ name }) => name));
    expect(keyed.map(({ name }) => name)).toContain('POST /api/cart/add');
  });

  it('[API-1] [API-6] types every id as a UUID, and every field in camelCase', () => {
    const names = new Set<string>();
    const walk = (node: unknown): void => {
      if (node === null || typeof node !== 'object') return;
      const { properties } = node as { properties?: Record<string, unknown> };
      if (properties && typeof properties === 'object')
        Object.keys(properties).forEach((name) => names.add(name));
      Object.values(node).forEach(walk);
    };
    walk(document.paths);
    expect(names.size).toBeGreaterThan(30);
    for (const name of names) expect(name).toMatch(/^[a-z][a-zA-Z0-9]*$/);
    for (const { name, path, operation } of operations()) {
      for (const [, parameter] of path.matchAll(/\{(\w+)\}/g)) {
        const schema = operation.parameters?.find(
          (one) => one.in === 'path' && one.name === parameter,
        )?.schema;
        expect(schema, `${name} ${parameter}`).toBeTruthy();
        if (!/OrSlug$|^provider$/.test(parameter!)) expect(schema, name).toMatchObject({ format: 'uuid' });
      }
    }
  });

  it('[API-6] refuses unknown fields in every body there is', () => {
    for (const { name, operation } of operations()) {
      const body = operation.requestBody?.content['application/json'] as
        | {
            schema: {
              additionalProperties?: boolean;
              anyOf?: { type?: string; additionalProperties?: boolean }[];
            };
          }
        | undefined;
      if (!body) continue;
      const objects = body.schema.anyOf?.filter(({ type }) => type === 'object') ?? [body.schema];
      for (const object of objects) expect(object.additionalProperties, name).toBe(false);
    }
  });

  it('[API-13] has pages at /docs that load, from this server alone', async () => {
    const page = await shop.client().get('/docs');
    expect(page.status).toBe(200);
    const files = [...page.text.matchAll(/(?:src|href)="([^"]+)"/g)].map(([, url]) => url!);
    expect(files.length).toBeGreaterThan(3);
    for (const url of files) {
      expect(url).toMatch(/^(\.?\/)/);
      const answer = await shop.app.inject({ url: new URL(url, 'http://localhost/docs/').pathname });
      expect(answer.statusCode, url).toBe(200);
    }
    const policy = String(page.headers['content-security-policy']);
    expect(policy).toMatch(/default-src 'none'; script-src 'self'/);
    // On http://localhost there is nothing to upgrade to.
    expect(policy).not.toContain('upgrade-insecure-requests');
    expect(policy).not.toMatch(/https:|validator\.swagger\.io/);
  });
});
