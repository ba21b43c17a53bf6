// DESIGN §1: who may import whom. Each rule is shown to fire in packages/server/architecture/imports.test.ts.
const src = '^packages/server/src';
const domains = [
  'audit',
  'identity',
  'uploads',
  'catalog',
  'inventory',
  'wishlist',
  'cart',
  'checkout',
  'payments',
  'orders',
  'commissions',
  'account',
];
const publicFile = ['/public\\.ts$', '/[a-z-]+\\.public\\.ts$'];
const routesFile = ['/routes\\.ts$', '/routes-[a-z-]+\\.ts$'];
const test = '\\.(test|fixture)\\.ts$';

const leftToRight = domains.slice(0, -1).map((domain, index) => ({
  name: `${domain}-imports-only-to-its-left`,
  comment: `${domain} comes before these; what must flow to them goes through a job or an event`,
  severity: 'error',
  from: { path: `${src}/domains/${domain}/`, pathNot: test },
  to: { path: `${src}/domains/(${domains.slice(index + 1).join('|')})/` },
}));

module.exports = {
  forbidden: [
    {
      name: 'no-cycles',
      severity: 'error',
      from: {},
      to: { circular: true, viaOnly: { dependencyTypesNot: ['type-only'] } },
    },
    { name: 'resolvable', severity: 'error', from: {}, to: { couldNotResolve: true } },
    {
      name: 'platform-knows-no-shop',
      comment: 'platform/ has no shop words: no domain, no store policy, no configuration, no messages',
      severity: 'error',
      from: { path: `${src}/platform/`, pathNot: test },
      to: { path: `${src}/(domains|dialects|messages|cli|[^/]+\\.ts)`, pathNot: `${src}/package-root\\.ts$` },
    },
    ...leftToRight,
    {
      name: 'known-domains-only',
      comment: 'a new domain takes its place in the order first',
      severity: 'error',
      from: {},
      to: { path: `${src}/domains/`, pathNot: `${src}/domains/(${domains.join('|')})/` },
    },
    {
      name: 'only-public-of-other-domains',
      severity: 'error',
      from: { path: `${src}/domains/([^/]+)/` },
      to: { path: `${src}/domains/`, pathNot: [`${src}/domains/$1/`, ...publicFile, '\\.fixture\\.ts$'] },
    },
    {
      name: 'only-public-of-domains',
      comment:
        'what assembles the server takes routes.ts, *.job.ts and public.ts of a domain, the generators its states.ts; messages only the types of errors.ts',
      severity: 'error',
      from: {
        path: '^(packages/server/src/(cli/|dialects/|testing/|messages/|[^/]+\\.ts)|scripts/)',
        pathNot: `${src}/messages/reasons\\.ts$`,
      },
      to: {
        path: `${src}/domains/`,
        pathNot: [...publicFile, ...routesFile, '\\.job\\.ts$', '\\.fixture\\.ts$', '/states\\.ts$'],
      },
    },
    {
      name: 'messages-import-types-of-errors',
      severity: 'error',
      from: { path: `${src}/messages/`, pathNot: test },
      to: { path: `${src}/(domains|platform)/`, dependencyTypesNot: ['type-only'] },
    },
    {
      name: 'only-routes-touch-fastify',
      severity: 'error',
      from: { path: `${src}/domains/`, pathNot: [...routesFile, test] },
      to: { path: '(^|/)node_modules/(@fastify/|fastify|light-my-request)' },
    },
    {
      name: 'only-queries-hold-sql',
      severity: 'error',
      from: { path: `${src}/domains/`, pathNot: ['/(session-)?queries[^/]*\\.ts$', test] },
      to: { path: `${src}/platform/db/sql\\.ts$`, dependencyTypesNot: ['type-only'] },
    },
    {
      name: 'no-driver-outside-the-platform',
      comment: 'a connection of its own would have no identity',
      severity: 'error',
      from: { path: src, pathNot: [`${src}/(platform/(db|events|jobs)|testing)/`, test] },
      to: { path: '(^|/)node_modules/(@types/)?pg/' },
    },
    {
      name: 'apps-never-import-the-server',
      severity: 'error',
      comment: 'their tests speak to a real one',
      from: { path: '^(apps|packages/(client|react))/', pathNot: [test, '/testing/'] },
      to: { path: '^packages/server/' },
    },
    {
      name: 'server-imports-no-app',
      severity: 'error',
      from: { path: src },
      to: { path: '^(apps|packages/(client|react))/' },
    },
    {
      name: 'gateway-stands-alone',
      comment: 'what it says of payments must not come from the code it is to test',
      severity: 'error',
      from: { path: '^packages/gateway/' },
      to: { path: '^(apps|packages/(server|client|react))/' },
    },
    {
      name: 'product-needs-no-gateway',
      comment: 'the server knows gateways by their HTTP alone; only its tests start one',
      severity: 'error',
      from: { path: src, pathNot: [test, '/testing/'] },
      to: { path: '^packages/gateway/' },
    },
    {
      name: 'product-needs-no-devDependency',
      severity: 'error',
      from: { path: '^packages/[^/]+/src/', pathNot: [test, '/testing/', '/test-[^/]+\\.ts$'] },
      to: {
        dependencyTypes: ['npm-dev'],
        dependencyTypesNot: ['type-only', 'npm-peer'],
        pathNot: 'node_modules/@types/',
      },
    },
    {
      name: 'product-imports-no-test-code',
      severity: 'error',
      from: { path: '^packages/[^/]+/src/', pathNot: [test, '/testing/'] },
      to: { path: ['/testing/', test] },
    },
  ],
  options: {
    doNotFollow: { path: 'node_modules' },
    exclude: { path: '(^|/)(dist|\\.data|server/storefront)/' },
    tsConfig: { fileName: 'tsconfig.json' },
    tsPreCompilationDeps: true,
    detectProcessBuiltinModuleCalls: true,
    enhancedResolveOptions: {
      exportsFields: ['exports'],
      conditionNames: ['@cartwright/source', 'import', 'node', 'types'],
      mainFields: ['main', 'types'],
    },
  },
};
