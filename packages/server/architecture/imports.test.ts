import { spawn } from 'node:child_process';
import { mkdir, mkdtemp, rm, symlink, writeFile } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { dirname, join } from 'node:path';
import { expect, it } from 'vitest';
import { workspace } from './sources.ts';

const src = 'packages/server/src';
const named = "export const x = 'x';\n";

// Each rule of .dependency-cruiser.cjs with a tree of files that breaks it, and nothing else.
const PLANTED: Record<string, Record<string, string>> = {
  'no-cycles': { 'bench/a.ts': "import './b.ts';\n", 'bench/b.ts': "import './a.ts';\n" },
  resolvable: { 'bench/lost.ts': "import './nowhere.ts';\n" },
  'platform-knows-no-shop': {
    [`${src}/platform/clock.ts`]: "import '../store.ts';\n",
    [`${src}/store.ts`]: named,
  },
  'catalog-imports-only-to-its-left': {
    [`${src}/domains/catalog/peek.ts`]: "import '../cart/public.ts';\n",
    [`${src}/domains/cart/public.ts`]: named,
  },
  'known-domains-only': {
    [`${src}/domains/cart/new.ts`]: "import '../loyalty/public.ts';\n",
    [`${src}/domains/loyalty/public.ts`]: named,
  },
  'only-public-of-other-domains': {
    [`${src}/domains/cart/reach.ts`]: "import '../identity/passwords.ts';\n",
    [`${src}/domains/identity/passwords.ts`]: named,
  },
  'only-public-of-domains': {
    [`${src}/cli/reach.ts`]: "import '../domains/identity/sign-up.ts';\n",
    [`${src}/domains/identity/sign-up.ts`]: named,
  },
  'messages-import-types-of-errors': {
    [`${src}/messages/reasons.ts`]: "import '../domains/cart/errors.ts';\n",
    [`${src}/domains/cart/errors.ts`]: named,
  },
  'only-routes-touch-fastify': { [`${src}/domains/cart/operation.ts`]: "import 'fastify';\n" },
  'only-queries-hold-sql': {
    [`${src}/domains/cart/inline.ts`]: "import '../../platform/db/sql.ts';\n",
    [`${src}/platform/db/sql.ts`]: named,
  },
  'no-driver-outside-the-platform': { [`${src}/domains/cart/own-pool.ts`]: "import 'pg';\n" },
  'apps-never-import-the-server': {
    'apps/storefront/main.ts': "import '../../packages/server/src/platform/money.ts';\n",
    [`${src}/platform/money.ts`]: named,
  },
  'server-imports-no-app': {
    [`${src}/page.ts`]: "import '../../../apps/admin/page.ts';\n",
    'apps/admin/page.ts': named,
  },
  'gateway-stands-alone': {
    'packages/gateway/src/borrow.ts': "import '../../server/src/platform/sum.ts';\n",
    [`${src}/platform/sum.ts`]: named,
  },
  'product-needs-no-gateway': {
    [`${src}/shortcut-to-money.ts`]: "import '../../gateway/src/pay.ts';\n",
    'packages/gateway/src/pay.ts': named,
  },
  'product-needs-no-devDependency': { [`${src}/guess.ts`]: "import 'fast-check';\n" },
  'product-imports-no-test-code': {
    [`${src}/shortcut.ts`]: "import './testing/given.ts';\n",
    [`${src}/testing/given.ts`]: named,
  },
};

it('every rule on imports fires on a tree that breaks it', async () => {
  const { fired, rules } = await cruise(
    Object.assign({}, ...Object.values(PLANTED)) as Record<string, string>,
  );
  expect(Object.keys(PLANTED).filter((rule) => !fired.includes(rule))).toEqual([]);
  // One stands for its kin: a rule for each domain.
  expect(rules.filter((rule) => !PLANTED[rule] && !rule.endsWith('-imports-only-to-its-left'))).toEqual([]);
});

it('what is allowed raises nothing', async () => {
  const { fired } = await cruise({
    [`${src}/app.ts`]: "import './domains/cart/routes.ts';\nimport './domains/cart/expire.job.ts';\n",
    [`${src}/domains/cart/routes.ts`]: "import 'fastify';\nimport './add-item.ts';\n",
    [`${src}/domains/cart/expire.job.ts`]: "import './queries-write.ts';\n",
    [`${src}/domains/cart/add-item.ts`]:
      "import '../catalog/public.ts';\nimport type { sql } from '../../platform/db/sql.ts';\nexport const x: typeof sql = 'sql';\n",
    [`${src}/domains/cart/queries-write.ts`]: "import '../../platform/db/sql.ts';\n",
    [`${src}/domains/cart/errors.ts`]: "export interface Kinds { x: 'x' }\n",
    [`${src}/domains/catalog/public.ts`]: named,
    [`${src}/messages/reasons.ts`]:
      "import type { Kinds } from '../domains/cart/errors.ts';\nexport type R = Kinds;\n",
    [`${src}/platform/db/sql.ts`]: "import 'pg';\nexport const sql = 'sql';\n",
  });
  expect(fired).toEqual([]);
});

async function cruise(files: Record<string, string>): Promise<{ fired: string[]; rules: string[] }> {
  const tree = await mkdtemp(join(tmpdir(), 'cartwright-imports-'));
  try {
    for (const [path, text] of Object.entries(files)) {
      await mkdir(dirname(join(tree, path)), { recursive: true });
      await writeFile(join(tree, path), text);
    }
    await writeFile(
      join(tree, 'tsconfig.json'),
      '{ "compilerOptions": { "module": "NodeNext", "allowImportingTsExtensions": true, "noEmit": true } }',
    );
    await writeFile(
      join(tree, 'package.json'),
      '{ "type": "module", "dependencies": { "fastify": "5", "pg": "8" }, "devDependencies": { "fast-check": "4" } }',
    );
    await symlink(join(workspace, 'node_modules'), join(tree, 'node_modules'));
    const output = await run(
      tree,
      Object.keys(files).map((path) => path.split('/')[0]!),
    );
    const { summary } = JSON.parse(output) as {
      summary: { violations: { rule: { name: string } }[]; ruleSetUsed: { forbidden: { name: string }[] } };
    };
    return {
      fired: [...new Set(summary.violations.map(({ rule }) => rule.name))].sort(),
      rules: summary.ruleSetUsed.forbidden.map(({ name }) => name),
    };
  } finally {
    await rm(tree, { recursive: true });
  }
}

function run(cwd: string, folders: string[]): Promise<string> {
  const command = join(workspace, 'node_modules/dependency-cruiser/bin/dependency-cruise.mjs');
  const args = [
    command,
    ...new Set(folders),
    '--output-type=json',
    `--config=${join(workspace, '.dependency-cruiser.cjs')}`,
  ];
  return new Promise((resolve, reject) => {
    const child = spawn(process.execPath, args, { cwd, stdio: ['ignore', 'pipe', 'inherit'] });
    let output = '';
    child.stdout.on('data', (chunk: Buffer) => (output += chunk.toString()));
    child.on('error', reject);
    child.on('close', () => resolve(output));
  });
}
