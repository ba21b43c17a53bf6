import type { Messages } from './messages/en.ts';

export interface PageFacts {
  /** As the router and the server both read it, but for `$slug` against `:slug`. */
  path: string;
  head: keyof Messages['heads'];
  listed?: boolean;
  about?: 'product';
  pays?: boolean;
}

/** Every address of the shop; the server answers these with the page and all others with 404. */
export const pages: readonly PageFacts[] = [
  { path: '/', head: 'home', listed: true },
  { path: '/products', head: 'catalogue', listed: true },
  { path: '/products/:slug', head: 'catalogue', listed: true, about: 'product' },
  { path: '/cart', head: 'cart' },
  { path: '/wishlist', head: 'wishlist' },
  { path: '/checkout', head: 'checkout' },
  { path: '/checkout/pay', head: 'checkout', pays: true },
  { path: '/checkout/return', head: 'checkout' },
  { path: '/orders/:id', head: 'order' },
  { path: '/account', head: 'account' },
  { path: '/account/orders', head: 'account' },
  { path: '/account/profile', head: 'account' },
  { path: '/account/addresses', head: 'account' },
  { path: '/account/security', head: 'account' },
  { path: '/account/sessions', head: 'account' },
  { path: '/account/data', head: 'account' },
  { path: '/sign-in', head: 'signIn' },
  { path: '/sign-up', head: 'signUp' },
  { path: '/forgot-password', head: 'recover' },
  { path: '/reset-password', head: 'recover' },
  { path: '/verify-email', head: 'verify' },
  { path: '/change-email', head: 'verify' },
  { path: '/confirm-sign-up', head: 'verify' },
];
