/** Files of more than 300 lines, each with its reason. */
export const longFiles = {};

const routes = 'the table of contents of the domain: one entry after the other, nothing to follow';
const statement = 'one SQL statement; cutting it would mean building SQL from pieces';
const drawing = 'a drawing, stroke after stroke';

/** Functions of more than 60 lines, by file and name, each with its reason. */
export const longFunctions = {
  'packages/server/src/app.ts': { createApp: 'the table of contents of the product' },
  'packages/server/src/domains/cart/queries-change.ts': { addLine: statement },
  'packages/server/src/domains/catalog/queries-list.ts': { readProductPage: statement },
  'packages/server/src/domains/catalog/list-products.test.ts': {
    'the callback of beforeAll': 'the products of the test, one after the other',
  },
  'packages/server/src/domains/identity/routes.ts': { identityRoutes: routes },
  'scripts/sample-images/art.mjs': { createArt: drawing },
  'scripts/sample-images/felt-toys.mjs': { leopard: drawing },
  'scripts/sample-images/soaps.mjs': { coal: drawing },
};
