interface Schema {
  type?: string;
  format?: string;
  default?: unknown;
  enum?: unknown[];
  examples?: unknown[];
  anyOf?: Schema[];
  oneOf?: Schema[];
  items?: Schema;
  minimum?: number;
  properties?: Record<string, Schema>;
  required?: string[];
}

interface Parameter {
  in: string;
  name: string;
  required?: boolean;
  description?: string;
  schema: Schema;
}

interface Operation {
  summary?: string;
  description?: string;
  tags?: string[];
  security?: object[];
  parameters?: Parameter[];
  requestBody?: { content: Record<string, { schema: Schema }> };
}

export interface ApiDocument {
  info: { title: string; description?: string };
  paths: Record<string, Record<string, Operation>>;
}

// Values of the sample store, so that the collection works as it is.
const SAMPLES: Record<string, unknown> = {
  email: 'ann@example.com',
  password: 'Sample-Pass-1',
  transport: 'bearer',
  refreshToken: '{{refreshToken}}',
};

// What later requests need is kept from the answers that hold it.
const KEEP_FROM_ANSWERS = [
  "const json = (pm.response.headers.get('content-type') || '').includes('json') ? pm.response.json() : {};",
  'const keep = (name, value) => value && pm.collectionVariables.set(name, value);',
  "keep('accessToken', json.accessToken);",
  "keep('refreshToken', json.refreshToken);",
  "keep('productId', json.product && json.product.id);",
  "keep('variantId', json.product && json.product.variants[0] && json.product.variants[0].id);",
  "keep('itemId', json.cart && json.cart.items[0] && json.cart.items[0].id);",
];

/** A Postman collection (format 2.1) of every documented route, by tag. */
export function writePostman(api: ApiDocument): string {
  const folders = new Map<string, object[]>();
  const variables = new Set(['accessToken', 'refreshToken', 'productId', 'variantId', 'itemId']);
  for (const [path, operations] of Object.entries(api.paths)) {
    for (const [method, operation] of Object.entries(operations)) {
      const folder = operation.tags?.[0] ?? 'Other';
      folders.set(folder, [...(folders.get(folder) ?? []), requestOf(path, method, operation, variables)]);
    }
  }
  const collection = {
    info: {
      name: api.info.title,
      description: api.info.description ?? '',
      schema: 'https://schema.getpostman.com/json/collection/v2.1.0/collection.json',
    },
    auth: { type: 'bearer', bearer: [{ key: 'token', value: '{{accessToken}}', type: 'string' }] },
    event: [{ listen: 'test', script: { type: 'text/javascript', exec: KEEP_FROM_ANSWERS } }],
    variable: [
      { key: 'baseUrl', value: 'http://localhost:4000' },
      ...[...variables].map((key) => ({ key, value: '' })),
    ],
    item: [...folders].sort(([a], [b]) => a.localeCompare(b)).map(([name, item]) => ({ name, item })),
  };
  return `${JSON.stringify(collection, null, 2)}\n`;
}

function requestOf(path: string, method: string, operation: Operation, variables: Set<string>): object {
  const { summary, description, parameters = [], requestBody, security = [] } = operation;
  const query = parameters.filter((parameter) => parameter.in === 'query');
  const headers = parameters.filter((parameter) => parameter.in === 'header');
  const schema = requestBody?.content['application/json']?.schema;
  const raw = path.replace(/\{(\w+)\}/g, ':$1');
  return {
    name: summary ?? raw,
    request: {
      method: method.toUpperCase(),
      ...(description ? { description } : {}),
      ...(security.length === 0 ? { auth: { type: 'noauth' } } : {}),
      header: headers.map((parameter) => asPair(parameter, variables)),
      url: {
        raw: `{{baseUrl}}${raw}`,
        host: ['{{baseUrl}}'],
        path: raw.split('/').filter(Boolean),
        query: query.map((parameter) => asPair(parameter, variables)),
        variable: parameters
          .filter((parameter) => parameter.in === 'path')
          .map(({ name, schema }) => ({ key: name, value: sample(name, schema, variables) })),
      },
      ...(schema
        ? {
            body: {
              mode: 'raw',
              raw: JSON.stringify(sample('', schema, variables), null, 2),
              options: { raw: { language: 'json' } },
            },
          }
        : {}),
    },
  };
}

function asPair({ name, description, required, schema }: Parameter, variables: Set<string>): object {
  const value =
    schema.format === 'uuid' || required
      ? sample(name, schema, variables)
      : (schema.default ?? schema.enum?.[0] ?? '');
  return { key: name, value: String(value), ...(description ? { description } : {}), disabled: !required };
}

function sample(name: string, schema: Schema, variables: Set<string>): unknown {
  if (name in SAMPLES) return SAMPLES[name];
  if (schema.examples?.length) return schema.examples[0];
  if (schema.default !== undefined) return schema.default;
  if (schema.enum) return schema.enum[0];
  const alternative = schema.anyOf?.[0] ?? schema.oneOf?.[0];
  if (alternative) return sample(name, alternative, variables);
  if (schema.properties) return sampleObject(schema, variables);
  if (schema.items) return [sample(name, schema.items, variables)];
  if (schema.format === 'uuid') {
    variables.add(name);
    return `{{${name}}}`;
  }
  if (schema.type === 'integer' || schema.type === 'number') return schema.minimum ?? 1;
  return schema.type === 'boolean' ? true : '';
}

function sampleObject(schema: Schema, variables: Set<string>): object {
  const needed = Object.entries(schema.properties ?? {}).filter(
    ([name, property]) =>
      schema.required?.includes(name) ||
      property.default !== undefined ||
      ['productId', 'variantId'].includes(name),
  );
  return Object.fromEntries(needed.map(([name, property]) => [name, sample(name, property, variables)]));
}
