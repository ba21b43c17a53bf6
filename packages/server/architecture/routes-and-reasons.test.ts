import type { RouteOptions } from 'fastify';
import { afterAll, beforeAll, describe, expect, it } from 'vitest';
import { z } from 'zod';
import { advice } from '../src/messages/advice.ts';
import { languages } from '../src/messages/translate.ts';
import { allErrors } from '../src/platform/errors.ts';
import { describeApp, type DescribedApp } from '../src/testing/describe-app.ts';
import { reasonProblems } from './reasons.ts';
import { routeProblems, type ApiDocument } from './routes.ts';

describe('what the server declares', () => {
  let described: DescribedApp;
  beforeAll(async () => void (described = await describeApp()));
  afterAll(() => described.close());

  it('[API-13] [API-6] [AUTH-13] every route says who may call it, what it takes and answers, and how it refuses', () => {
    const document = described.app.swagger() as unknown as ApiDocument;
    expect(described.routes.length).toBeGreaterThan(40);
    expect(routeProblems(described.routes, document)).toEqual([]);
  });

  it('[API-13] … and one that does not is caught', () => {
    const handler = () => null;
    const bare: RouteOptions = { method: 'GET', url: '/api/planted/:id', handler };
    const complete = { summary: 'x', tags: ['x'], params: z.object({}), response: { 200: z.object({}) } };
    const documented = { paths: { '/api/planted/{id}': { get: { responses: { 200: {}, 404: {} } } } } };
    expect(routeProblems([bare], { paths: {} })).toEqual([
      'GET /api/planted/:id: has no summary',
      'GET /api/planted/:id: has no tags',
      'GET /api/planted/:id: says not who may call it',
      'GET /api/planted/:id: has no response schema',
      'GET /api/planted/:id: takes path parameters without a schema',
      'GET /api/planted/:id: is not in the OpenAPI document',
      'GET /api/planted/:id: documents no errors',
    ]);
    expect(routeProblems([{ ...bare, config: { access: 'user' }, schema: complete }], documented)).toEqual(
      [],
    );
    expect(routeProblems([{ ...bare, config: { access: [] }, schema: complete }], documented)).toEqual([
      'GET /api/planted/:id: may be called by nobody',
    ]);
  });

  it('[API-4] every reason has its sentence in every language, with its own details only, and none is left over', () => {
    expect(allErrors().length).toBeGreaterThan(40);
    expect(reasonProblems(allErrors(), languages)).toEqual([]);
    expect(reasonProblems(allErrors(), { advice: advice })).toEqual([]);
  });

  it('[API-4] … and a missing, foreign, leftover or untranslated one is caught', () => {
    const kinds = [
      { status: 400, reason: 'FULL', details: z.object({ max: z.number() }) },
      { status: 400, reason: 'GONE' },
    ];
    const en = { FULL: 'At most {max}.', GONE: 'It is gone.' };
    expect(reasonProblems(kinds, { en })).toEqual([]);
    expect(
      reasonProblems(kinds, {
        en: { FULL: 'At most {limit}.', GONE: 'It is {max} gone', OLD: 'Old.' },
        et: { FULL: 'At most {max}.' },
      }),
    ).toEqual([
      'en FULL: {limit} is not among its details',
      'en GONE: {max} is not among its details',
      'en GONE: is not a sentence',
      'en OLD: no such reason',
      'et GONE: no sentence',
    ]);
    expect(reasonProblems(kinds, { en, ru: { ...en, FULL: 'Не больше {max}.' } })).toEqual([
      'ru GONE: is still English',
    ]);
  });
});
