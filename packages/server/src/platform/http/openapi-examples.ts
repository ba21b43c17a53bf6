interface Media {
  schema?: object;
  example?: unknown;
}

interface Operation {
  requestBody?: { content: Record<string, Media> };
  responses: Record<string, { content?: Record<string, Media> }>;
}

const SOME_TIME = '2026-03-01T12:00:00.000Z';

// What a field is called tells what it looks like; a schema says so only where a name does not.
const BY_NAME: Record<string, string | number> = {
  accessToken: 'eyJhbGciOiJIUzI1NiJ9.e30.c2lnbmF0dXJl',
  code: 'us',
  country: 'US',
  currency: 'USD',
  imageUrl: '/images/sample/linen-shirt.webp',
  lineTotal: 251,
  locale: 'en',
  market: 'us',
  name: 'Example',
  price: 125.5,
  requestId: '0199a3c4-7e1a-7c55-9d1e-3f1f0a7f2b61',
  sku: 'LINEN-SHIRT-M',
  slug: 'linen-shirt',
  tags: 'linen',
  title: 'Linen shirt',
  totalPrice: 251,
  url: '/images/sample/linen-shirt.webp',
};

/** The document with an example of every body, made from its schema, and of every refusal, with its sentence (API-13). */
export async function withExamples(
  document: object,
  sentenceOf: (reason: string) => string,
): Promise<object> {
  const { sample } = await import('openapi-sampler');
  const { paths = {} } = document as { paths?: Record<string, Record<string, Operation>> };
  const operations = Object.values(paths).flatMap((methods) => Object.values(methods));
  for (const { requestBody, responses } of operations) {
    const body = requestBody?.content['application/json'];
    if (body?.schema) body.example = named(sample(withoutNull(body.schema), { skipReadOnly: true }));
    for (const response of Object.values(responses)) {
      const media = response.content?.['application/json'];
      if (!media?.schema) continue;
      const example = named(sample(media.schema)) as {
        error?: { reason: string; message: string; details?: unknown };
      };
      if (example.error) {
        example.error.message = sentenceOf(example.error.reason);
        delete example.error.details;
      }
      media.example = example;
    }
  }
  return document;
}

// A body that may be left out is shown as it is when it is there.
function withoutNull(schema: object): object {
  const { anyOf } = schema as { anyOf?: { type?: string }[] };
  return anyOf?.find(({ type }) => type !== 'null') ?? schema;
}

// The sampler writes 'string' and 0 where a schema shows nothing better.
function named(value: unknown, name = ''): unknown {
  if (Array.isArray(value)) return value.map((item) => named(item, name));
  if (value !== null && typeof value === 'object')
    return Object.fromEntries(Object.entries(value).map(([key, inner]) => [key, named(inner, key)]));
  const better = /At$/.test(name) ? SOME_TIME : BY_NAME[name];
  return (value === 'string' || value === 0) && typeof better === typeof value ? better : value;
}
