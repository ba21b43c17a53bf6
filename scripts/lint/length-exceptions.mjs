const routes = 'the table of contents of the domain: one entry after the other, nothing to follow';
const statement = 'one SQL statement; cutting it would mean building SQL from pieces';
const drawing = 'a drawing, stroke after stroke';
const tests = 'tests that each stand alone, one case after the other; nothing to follow from one to the next';
const story = 'one long story: what is true before, what is done, what is true after';

const sentences = 'a sentence per line, and nothing to understand between them';

/** Files of more than 300 lines, each with its reason. */
export const longFiles = {
  'packages/react/src/cart-store.test.ts': tests,
  'apps/storefront/src/messages/en.ts': sentences,
  'apps/storefront/src/messages/et.ts': sentences,
  'apps/storefront/src/messages/ru.ts': sentences,
  'packages/server/src/config.ts': 'every setting once, in one place',
  'packages/server/src/cli.test.ts': tests,
  'packages/server/src/domains/cart/cart.test.ts': tests,
  'packages/server/src/domains/identity/accounts.test.ts': tests,
  'packages/server/src/domains/identity/tokens.test.ts': tests,
  'packages/server/src/platform/http/error-format.test.ts': tests,
  'packages/server/src/platform/http/idempotency/idempotency.test.ts': tests,
  'packages/server/src/testing/matrix-routes.ts': 'who may call each route, one row after the other',
};

/** Functions of more than 60 lines, by file and name, each with its reason. */
export const longFunctions = {
  'packages/server/src/domains/account/export.test.ts': { 'the callback of it': story },
  'apps/storefront/src/pages/auth/code-form.tsx': {
    CodeForm: 'number, code and second step, one short form after the other',
  },
  'apps/storefront/testing/buyer.ts': { buyer: 'one short function per thing a person does' },
  'packages/server/src/app.ts': { createApp: 'the table of contents of the product' },
  'packages/server/src/domains/cart/cart-prices.test.ts': { 'the callback of it': story },
  'packages/server/src/domains/cart/cart.isolation.test.ts': { 'the callback of it': story },
  'packages/server/src/domains/cart/queries-change.ts': { addLine: statement },
  'packages/server/src/domains/cart/queries.ts': { readCart: statement },
  'packages/server/src/domains/catalog/list-products.test.ts': {
    'the callback of beforeAll': 'the products of the test, one after the other',
  },
  'packages/server/src/domains/catalog/queries-list.ts': { readProductPage: statement },
  'packages/server/src/domains/identity/routes-recovery.ts': { emailRoutes: routes, passwordRoutes: routes },
  'packages/server/src/domains/wishlist/routes.ts': { wishlistRoutes: routes },
  'packages/server/src/testing/test-app.ts': { startTestApp: 'the list of what a test app offers' },
  'scripts/sample-images/art.mjs': { createArt: drawing },
  'scripts/sample-images/felt-toys.mjs': { leopard: drawing },
  'scripts/sample-images/soaps.mjs': { coal: drawing },
};
