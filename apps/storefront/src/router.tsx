import type { QueryClient } from '@tanstack/react-query';
import {
  createRootRouteWithContext,
  createRoute,
  createRouter,
  lazyRouteComponent,
  redirect,
} from '@tanstack/react-router';
import { Layout } from './parts/layout.tsx';
import { Broken } from './parts/broken.tsx';
import { Missing } from './pages/missing.tsx';
import { catalogueSearch } from './shop/catalogue-search.ts';
import { categoriesQuery, designersQuery, productQuery, productsQuery } from './shop/queries.ts';

interface Context {
  queries: QueryClient;
}

const root = createRootRouteWithContext<Context>()({
  component: Layout,
  notFoundComponent: () => <Missing />,
});
const getParentRoute = () => root;
// Whoever shows it asks again and tells what is wrong.
const ignore = () => {};
const word = (value: unknown) => (typeof value === 'string' ? value : undefined);

const home = createRoute({
  getParentRoute,
  path: '/',
  loader: ({ context: { queries } }) => {
    void queries.query(productsQuery({}, 9)).catch(ignore);
    void queries.query(categoriesQuery).catch(ignore);
    void queries.query(designersQuery).catch(ignore);
  },
  component: lazyRouteComponent(() => import('./pages/home.tsx'), 'Home'),
});

const catalogue = createRoute({
  getParentRoute,
  path: '/products',
  validateSearch: catalogueSearch,
  loaderDeps: ({ search }) => search,
  loader: ({ context: { queries }, deps }) => void queries.query(productsQuery(deps)).catch(ignore),
  component: lazyRouteComponent(() => import('./pages/catalogue.tsx'), 'Catalogue'),
});

const product = createRoute({
  getParentRoute,
  path: '/products/$slug',
  loader: ({ context: { queries }, params }) => void queries.query(productQuery(params.slug)).catch(ignore),
  component: lazyRouteComponent(() => import('./pages/product.tsx'), 'ProductPage'),
});

const cart = createRoute({
  getParentRoute,
  path: '/cart',
  component: lazyRouteComponent(() => import('./pages/cart.tsx'), 'CartPage'),
});

const wishlist = createRoute({
  getParentRoute,
  path: '/wishlist',
  component: lazyRouteComponent(() => import('./pages/wishlist.tsx'), 'WishlistPage'),
});

const checkout = createRoute({
  getParentRoute,
  path: '/checkout',
  component: lazyRouteComponent(() => import('./pages/checkout/checkout.tsx'), 'Checkout'),
});

const pay = createRoute({
  getParentRoute,
  path: '/checkout/pay',
  validateSearch: (search: Record<string, unknown>): { with?: string } => {
    const provider = word(search['with']);
    return provider ? { with: provider } : {};
  },
  component: lazyRouteComponent(() => import('./pages/checkout/pay.tsx'), 'Pay'),
});

const returning = createRoute({
  getParentRoute,
  path: '/checkout/return',
  validateSearch: (search: Record<string, unknown>): { payment?: string } => {
    const payment = word(search['payment']);
    return payment ? { payment } : {};
  },
  component: lazyRouteComponent(() => import('./pages/checkout/return.tsx'), 'Return'),
});

const order = createRoute({
  getParentRoute,
  path: '/orders/$id',
  validateSearch: (search: Record<string, unknown>): { placed?: 1 } =>
    search['placed'] ? { placed: 1 } : {},
  component: lazyRouteComponent(() => import('./pages/order/order.tsx'), 'OrderPage'),
});

const account = createRoute({
  getParentRoute,
  path: '/account',
  component: lazyRouteComponent(() => import('./pages/account/account.tsx'), 'Account'),
});

const accountHome = createRoute({
  getParentRoute: () => account,
  path: '/',
  beforeLoad: () => {
    // eslint-disable-next-line @typescript-eslint/only-throw-error -- the router's way to lead elsewhere
    throw redirect({ to: '/account/orders', replace: true });
  },
});

const orders = createRoute({
  getParentRoute: () => account,
  path: '/orders',
  component: lazyRouteComponent(() => import('./pages/account/orders.tsx'), 'Orders'),
});

const profile = createRoute({
  getParentRoute: () => account,
  path: '/profile',
  component: lazyRouteComponent(() => import('./pages/account/profile.tsx'), 'Profile'),
});

const addresses = createRoute({
  getParentRoute: () => account,
  path: '/addresses',
  component: lazyRouteComponent(() => import('./pages/account/addresses.tsx'), 'Addresses'),
});

const sessions = createRoute({
  getParentRoute: () => account,
  path: '/sessions',
  component: lazyRouteComponent(() => import('./pages/account/sessions.tsx'), 'Sessions'),
});

const security = createRoute({
  getParentRoute: () => account,
  path: '/security',
  component: lazyRouteComponent(() => import('./pages/account/security.tsx'), 'Security'),
});

const ownData = createRoute({
  getParentRoute: () => account,
  path: '/data',
  component: lazyRouteComponent(() => import('./pages/account/data.tsx'), 'OwnData'),
});

/** Where to go after signing in: a path of this shop, or the account. */
const signInSearch = (search: Record<string, unknown>): { to?: string; by?: 'code' } => {
  const to = word(search['to']);
  return {
    ...(to && /^\/(?![/\\])/.test(to) ? { to } : {}),
    ...(search['by'] === 'code' ? { by: 'code' as const } : {}),
  };
};

const signIn = createRoute({
  getParentRoute,
  path: '/sign-in',
  validateSearch: signInSearch,
  component: lazyRouteComponent(() => import('./pages/auth/sign-in.tsx'), 'SignIn'),
});

const signUp = createRoute({
  getParentRoute,
  path: '/sign-up',
  validateSearch: signInSearch,
  component: lazyRouteComponent(() => import('./pages/auth/sign-up.tsx'), 'SignUp'),
});

const forgot = createRoute({
  getParentRoute,
  path: '/forgot-password',
  component: lazyRouteComponent(() => import('./pages/auth/forgot-password.tsx'), 'ForgotPassword'),
});

const reset = createRoute({
  getParentRoute,
  path: '/reset-password',
  component: lazyRouteComponent(() => import('./pages/auth/reset-password.tsx'), 'ResetPassword'),
});

const verify = createRoute({
  getParentRoute,
  path: '/verify-email',
  component: lazyRouteComponent(() => import('./pages/auth/verify-email.tsx'), 'VerifyEmail'),
});

const changeEmail = createRoute({
  getParentRoute,
  path: '/change-email',
  component: lazyRouteComponent(() => import('./pages/auth/verify-email.tsx'), 'VerifyEmail'),
});

const confirmSignUp = createRoute({
  getParentRoute,
  path: '/confirm-sign-up',
  component: lazyRouteComponent(() => import('./pages/auth/confirm-sign-up.tsx'), 'ConfirmSignUp'),
});

const routeTree = root.addChildren([
  home,
  catalogue,
  product,
  cart,
  wishlist,
  checkout,
  pay,
  returning,
  order,
  account.addChildren([accountHome, orders, profile, addresses, security, sessions, ownData]),
  signIn,
  signUp,
  forgot,
  reset,
  verify,
  changeEmail,
  confirmSignUp,
]);

/** The shop's addresses. The list of them that the server is told of is `page-list.ts`. */
export function makeRouter(queries: QueryClient) {
  return createRouter({
    routeTree,
    context: { queries },
    scrollRestoration: true,
    defaultPreload: 'intent',
    defaultErrorComponent: Broken,
    defaultPendingMs: 300,
  });
}

declare module '@tanstack/react-router' {
  interface Register {
    router: ReturnType<typeof makeRouter>;
  }
}
