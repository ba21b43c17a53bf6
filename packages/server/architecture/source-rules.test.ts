import { beforeAll, describe, expect, it } from 'vitest';
import { builtSql } from './built-sql.ts';
import { readsEnvironment } from './environment.ts';
import { readSources, type Sources } from './sources.ts';
import { KINDS_OF_FILES, SYSTEM_DATABASE, usesSystemDatabase } from './system-database.ts';

const PLANTED = {
  'domains/cart/built.ts': `import { sql } from '../../platform/db/sql.ts';
import { sql as write } from '../../platform/db/sql.ts';
export const a = (name: string) => sql(\`x.\${name}\`)\`select 1\`;
export const b = sql('x.b');
export const c = { name: 'x', text: 'select ' + 1, values: [] };
export const d = (client: { query(text: string): void }, id: string) => client.query(\`select '\${id}'\`);
export const e = (client: { query(text: string): void }, id: string) => client.query('select ' + id);
export const f = (strings: TemplateStringsArray) => write('x.f')(strings);
`,
  'domains/cart/escalate.ts': `import type { Database } from '../../platform/db/database.ts';
export const everything = (deps: { system: Database }) => deps.system;
`,
  'domains/cart/innocent.ts': `export const system = 'metric';
export const ask = (client: { query(text: string): void }) => client.query('select 1');
`,
  'domains/cart/env.ts': `import { env as settings } from 'node:process';
const { env } = process;
export const a = [env, settings, process.env['X'], process['env'], globalThis.process.env];
`,
};

describe('rules about the sources', () => {
  let product: Sources;
  let planted: Sources;
  beforeAll(() => {
    product = readSources();
    planted = readSources(PLANTED);
  });

  it('[OPS-4] no SQL is built from pieces', () => {
    expect(builtSql(product)).toEqual([]);
  });

  it('[OPS-4] … and built SQL is caught', () => {
    const file = 'domains/cart/built.ts';
    expect(builtSql(planted)).toEqual([
      `${file}:2 gives sql another name`,
      `${file}:3 labels a statement with something that is not a literal`,
      `${file}:4 calls sql() without a template`,
      `${file}:5 makes a statement by hand`,
      `${file}:6 builds the text of a query`,
      `${file}:7 builds the text of a query`,
      `${file}:8 makes a template by hand`,
    ]);
  });

  it('[CART-6] [OPS-4] only these files hold the system role, each for its reason', () => {
    const users = usesSystemDatabase(product);
    const unexplained = users.filter(
      (file) => !KINDS_OF_FILES.some((kind) => kind.test(file)) && !SYSTEM_DATABASE[file],
    );
    expect(unexplained).toEqual([]);
    expect(Object.keys(SYSTEM_DATABASE).filter((file) => !users.includes(file))).toEqual([]);
  });

  it('[CART-6] … and another file that does is caught', () => {
    expect(usesSystemDatabase(planted)).toEqual(['domains/cart/escalate.ts']);
  });

  it('[RUN-5] only the command line reads the environment, and hands it to config.ts', () => {
    expect(readsEnvironment(product).filter((place) => !place.startsWith('cli/'))).toEqual([]);
  });

  it('[RUN-5] … and any other reader is caught, however it spells it', () => {
    expect(readsEnvironment(planted)).toEqual([1, 2, 3, 3, 3].map((line) => `domains/cart/env.ts:${line}`));
  });
});
