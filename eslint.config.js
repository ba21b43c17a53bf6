import js from '@eslint/js';
import { defineConfig } from 'eslint/config';
import reactHooks from 'eslint-plugin-react-hooks';
import tseslint from 'typescript-eslint';
import { functionLength } from './scripts/lint/function-length.mjs';
import { longFiles, longFunctions } from './scripts/lint/length-exceptions.mjs';

const MAX_FILE_LINES = 300;
const MAX_FUNCTION_LINES = 60;
const MAX_COMPONENT_LINES = 100;
const tests = ['**/*.test.ts', '**/*.fixture.ts', '**/testing/*.ts', '**/architecture/**/*.ts'];
const nodeGlobals = [
  'Buffer',
  'URL',
  'clearTimeout',
  'console',
  'fetch',
  'performance',
  'process',
  'setTimeout',
  'structuredClone',
];

export default defineConfig(
  {
    ignores: [
      '**/dist/',
      '**/node_modules/',
      '**/.data/',
      'coverage/',
      '**/src/generated/',
      'packages/server/storefront/',
    ],
  },
  { linterOptions: { reportUnusedDisableDirectives: 'error' } },
  js.configs.recommended,
  {
    files: ['**/*.js', '**/*.mjs', '**/*.cjs'],
    languageOptions: {
      globals: Object.fromEntries([...nodeGlobals, 'module'].map((name) => [name, 'readonly'])),
    },
  },
  {
    files: ['**/*.ts', '**/*.tsx'],
    extends: [tseslint.configs.strictTypeChecked],
    languageOptions: {
      parserOptions: {
        project: ['./tsconfig.json', './apps/*/tsconfig.json'],
        tsconfigRootDir: import.meta.dirname,
      },
    },
    rules: typeScriptRules(),
  },
  { files: ['apps/*/src/**/*.{ts,tsx}'], ...reactHooks.configs.flat['recommended'] },
  {
    // What an answer holds is said by the test's expectations, not by types.
    files: tests,
    rules: Object.fromEntries(
      ['argument', 'assignment', 'call', 'member-access', 'return'].map((kind) => [
        `@typescript-eslint/no-unsafe-${kind}`,
        'off',
      ]),
    ),
  },
  {
    files: tests,
    rules: {
      '@typescript-eslint/restrict-plus-operands': 'off',
      '@typescript-eslint/restrict-template-expressions': 'off',
      '@typescript-eslint/unbound-method': 'off',
      'no-console': 'off',
    },
  },
  {
    plugins: { cartwright: { rules: { 'function-length': functionLength } } },
    rules: {
      'max-lines': ['error', MAX_FILE_LINES],
      'cartwright/function-length': ['error', { max: MAX_FUNCTION_LINES }],
    },
  },
  {
    // What a component draws has lines of its own, of which most hold one word.
    files: ['apps/**/*.tsx'],
    rules: { 'cartwright/function-length': ['error', { max: MAX_COMPONENT_LINES }] },
  },
  ...Object.keys(longFiles).map((file) => ({ files: [file], rules: { 'max-lines': 'off' } })),
  ...Object.entries(longFunctions).map(([file, functions]) => ({
    files: [file],
    rules: {
      'cartwright/function-length': ['error', { max: MAX_FUNCTION_LINES, except: Object.keys(functions) }],
    },
  })),
);

/** The strict set of typescript-eslint, less what only costs characters here. */
function typeScriptRules() {
  return {
    '@typescript-eslint/restrict-template-expressions': ['error', { allowNumber: true, allowBoolean: true }],
    // Their published types say void where the callback is awaited (pg's onConnect, graphile-worker's).
    '@typescript-eslint/no-misused-promises': ['error', { checksVoidReturn: { properties: false } }],
    '@typescript-eslint/no-unused-vars': [
      'error',
      { argsIgnorePattern: '^_', varsIgnorePattern: '^_', caughtErrors: 'all' },
    ],
    // noUncheckedIndexedAccess makes `!` the way to say what an index is known to hold.
    '@typescript-eslint/no-non-null-assertion': 'off',
    // `return done()` leaves early; `() => work()` hands on.
    '@typescript-eslint/no-confusing-void-expression': 'off',
    // node-postgres and graphile-worker declare enums of numbers they also take as numbers.
    '@typescript-eslint/no-unsafe-enum-comparison': 'off',
    '@typescript-eslint/no-unsafe-enum-assignment': 'off',
    // `void (a = b)` and `() => void work()` say that the value is meant to be dropped.
    '@typescript-eslint/no-meaningless-void-operator': 'off',
    // An async function without await turns a throw into a rejection, which is what a Promise-typed interface promises.
    '@typescript-eslint/require-await': 'off',
    '@typescript-eslint/no-dynamic-delete': 'off',
    // It does not see what closures assign, nor that a decorated request may lack what its type has.
    '@typescript-eslint/no-unnecessary-condition': 'off',
    // `[...text]` counts code points, which is meant.
    '@typescript-eslint/no-misused-spread': 'off',
    eqeqeq: 'error',
    'no-console': 'error',
  };
}
