import { z } from 'zod';
import { settings } from '../../packages/server/src/config.ts';
import { storeSchema } from '../../packages/server/src/store.ts';
import { table, written } from './markdown.ts';

interface Described {
  name: string;
  values: string;
  byDefault: string | null;
  description: string;
  example: string | undefined;
  secret: boolean;
}

/** `.env.example`: every setting with its meaning, commented out, so that a copy changes nothing until it is edited. */
export function writeEnvExample(): string {
  const entries = describedSettings().map(({ name, values, byDefault, description, example, secret }) => {
    const notes = [
      values,
      byDefault === null ? '' : `default ${byDefault || 'empty'}`,
      secret ? 'secret' : '',
    ]
      .filter(Boolean)
      .join('; ');
    return `# ${description}${notes ? ` (${notes})` : ''}\n# ${name}=${example ?? byDefault ?? ''}\n`;
  });
  return `# Every setting of Cartwright. Written by "npm run generate" from packages/server/src/config.ts.\n\n${entries.join('\n')}`;
}

/** `docs/CONFIGURATION.md`: the settings of the environment and the fields of the store file. */
export function writeConfiguration(): string {
  const rows = describedSettings().map(({ name, values, byDefault, description, secret }) => [
    `\`${name}\``,
    description + (values ? ` (${values})` : ''),
    byDefault === null ? '' : `\`${byDefault}\``.replace('``', '(empty)'),
    secret ? 'yes' : '',
  ]);
  return `${written('config.ts and store.ts')}

# Configuration

Infrastructure and secrets come from the environment, the shop's policy from one JSON file. Both are checked when the server
starts; everything that is wrong is told at once, by name, with a hint.

## Environment

${table(['name', 'what it is', 'default', 'secret'], rows)}

In production, weak or missing secrets and \`RATE_LIMITS=off\` stop the start. Elsewhere a missing \`JWT_SECRET\` is made once
and kept in the data folder.

## Store file

\`STORE_FILE\` names a JSON file with these fields; without it the sample store's policy is in force. Fields that are not
known are refused.

${table(['field', 'type', 'default', 'what it is'], storeFields())}
`;
}

function describedSettings(): Described[] {
  return Object.entries(settings).map(([name, setting]) => {
    const { schema, description, example, secret } = setting as {
      schema: z.ZodType;
      description: string;
      example?: string;
      secret?: boolean;
    };
    const absent = schema.safeParse(undefined);
    const value = (absent.success ? absent.data : undefined) as string | number | string[] | undefined;
    return {
      name,
      values: choices(schema),
      byDefault: value === undefined ? null : value.toString(),
      description,
      example,
      secret: secret ?? false,
    };
  });
}

function choices(schema: z.ZodType): string {
  const inner = schema instanceof z.ZodDefault ? schema.unwrap() : schema;
  return inner instanceof z.ZodEnum ? inner.options.join(', ') : '';
}

interface JsonSchema {
  type?: string | string[];
  description?: string;
  default?: unknown;
  enum?: unknown[];
  minimum?: number;
  maximum?: number;
  anyOf?: JsonSchema[];
  items?: JsonSchema;
  properties?: Record<string, JsonSchema>;
  required?: string[];
  additionalProperties?: JsonSchema | boolean;
}

function storeFields(): string[][] {
  const schema = z.toJSONSchema(storeSchema, { io: 'input' }) as JsonSchema;
  return Object.entries(schema.properties ?? {}).flatMap(([name, field]) =>
    fieldsOf(name, field, schema.required?.includes(name) ?? false),
  );
}

function fieldsOf(path: string, schema: JsonSchema, required: boolean): string[][] {
  const children = Object.entries(schema.properties ?? {}).flatMap(([name, field]) =>
    fieldsOf(`${path}.${name}`, field, schema.required?.includes(name) ?? false),
  );
  const { additionalProperties: each } = schema;
  if (typeof each === 'object') children.push(...fieldsOf(`${path}.<code>`, each, true));
  if (children.length > 0) return children;
  const byDefault =
    schema.default === undefined ? (required ? '(required)' : '') : `\`${JSON.stringify(schema.default)}\``;
  return [[`\`${path}\``, typeOf(schema), byDefault, schema.description ?? '']];
}

function typeOf(schema: JsonSchema): string {
  if (schema.enum) return schema.enum.map((value) => `\`${JSON.stringify(value)}\``).join(' or ');
  if (schema.anyOf) return schema.anyOf.map(typeOf).join(' or ');
  if (schema.items) return `list of ${typeOf(schema.items)}`;
  const largest = schema.maximum === Number.MAX_SAFE_INTEGER ? undefined : schema.maximum;
  const range =
    schema.minimum === undefined
      ? ''
      : largest === undefined
        ? ` from ${schema.minimum}`
        : ` ${schema.minimum}–${largest}`;
  return `${String(schema.type)}${range}`;
}
