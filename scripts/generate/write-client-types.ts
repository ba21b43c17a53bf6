import openapiTS, { astToString, type OpenAPI3 } from 'openapi-typescript';
import { z } from 'zod';
import { allErrors } from '../../packages/server/src/platform/errors.ts';
import type { ApiDocument } from './write-postman.ts';

interface Operation {
  parameters?: { in: string }[];
  responses: Record<string, unknown>;
}

/**
 * `packages/client/src/generated/api.ts`: the types of every path, from the OpenAPI document. Refusals are left out of the
 * paths, since every one has the same form; their reasons and details stand once, in `ErrorDetails`.
 */
export async function writeClientTypes(document: ApiDocument): Promise<string> {
  // Our own document, whose form the contract tests hold it to; the library's type knows only JSON.
  const { paths } = document as unknown as { paths: Record<string, Record<string, Operation>> };
  const kept = {
    openapi: '3.1.0',
    info: { title: 'Cartwright', version: '1' },
    paths: mapValues(paths, (operations) => mapValues(operations, onlyWhatClientsUse)),
    components: { schemas: { ErrorDetails: errorDetails() } },
  };
  const types = astToString(await openapiTS(kept as unknown as OpenAPI3, { alphabetize: true }));
  return `// Written by npm run generate from the OpenAPI document. Do not edit.\n/* eslint-disable -- the generator has a style of its own */\n\n${types}`;
}

// The client sets the headers itself.
function onlyWhatClientsUse({ parameters = [], responses, ...operation }: Operation): object {
  return {
    ...operation,
    parameters: parameters.filter((parameter) => parameter.in !== 'header'),
    responses: Object.fromEntries(Object.entries(responses).filter(([status]) => status.startsWith('2'))),
  };
}

function errorDetails(): object {
  const properties = Object.fromEntries(
    allErrors().map(({ reason, details }) => [
      reason,
      details ? withoutSchema(z.toJSONSchema(details, { io: 'output' })) : { type: 'null' },
    ]),
  );
  return { type: 'object', properties, required: Object.keys(properties), additionalProperties: false };
}

function withoutSchema({ $schema: _, ...schema }: Record<string, unknown>): object {
  return schema;
}

function mapValues<From, To>(record: Record<string, From>, change: (value: From) => To): Record<string, To> {
  return Object.fromEntries(Object.entries(record).map(([key, value]) => [key, change(value)]));
}
