import type { Messages } from './messages/en.ts';
import { SIZES } from './shop/pictures.ts';

export interface PageFacts {
  /** As the router and the server both read it, but for `$slug` against `:slug`. */
  path: string;
  head: keyof Messages['heads'];
  listed?: boolean;
  about?: 'product';
  pays?: boolean;
  /** The files that draw it, as the router names them. */
  code: readonly string[];
  /**
   * What it asks the catalogue for, exactly as `queries.ts` does; the server writes the answers into the page. `{search}`
   * stands for the search of the page.
   */
  reads?: readonly string[];
  /** The pictures it begins with. */
  pictures?: { count: number; sizes: string };
}

/** What the frame around every page asks for. */
export const FRAME = ['/api/public/markets', '/api/public/categories'];

/** Every address of the shop; the server answers these with the page and all others with 404. */
export const pages: readonly PageFacts[] = [
  {
    path: '/',
    head: 'home',
    listed: true,
    code: ['home'],
    reads: ['/api/public/products?limit=9', '/api/public/designers?limit=6&sort=newest'],
    pictures: { count: 1, sizes: SIZES.hero },
  },
  {
    path: '/products',
    head: 'catalogue',
    listed: true,
    code: ['catalogue'],
    reads: ['/api/public/products?{search}limit=24'],
    pictures: { count: 3, sizes: SIZES.card },
  },
  {
    path: '/products/:slug',
    head: 'catalogue',
    listed: true,
    about: 'product',
    code: ['product'],
    pictures: { count: 1, sizes: SIZES.product },
  },
  { path: '/cart', head: 'cart', code: ['cart'] },
  { path: '/wishlist', head: 'wishlist', code: ['wishlist'] },
  { path: '/checkout', head: 'checkout', code: ['checkout/checkout'] },
  { path: '/checkout/pay', head: 'checkout', pays: true, code: ['checkout/pay'] },
  { path: '/checkout/return', head: 'checkout', code: ['checkout/return'] },
  { path: '/orders/:id', head: 'order', code: ['order/order'] },
  { path: '/account', head: 'account', code: ['account/account', 'account/orders'] },
  { path: '/account/orders', head: 'account', code: ['account/account', 'account/orders'] },
  { path: '/account/profile', head: 'account', code: ['account/account', 'account/profile'] },
  { path: '/account/addresses', head: 'account', code: ['account/account', 'account/addresses'] },
  { path: '/account/security', head: 'account', code: ['account/account', 'account/security'] },
  { path: '/account/sessions', head: 'account', code: ['account/account', 'account/sessions'] },
  { path: '/account/data', head: 'account', code: ['account/account', 'account/data'] },
  { path: '/sign-in', head: 'signIn', code: ['auth/sign-in'] },
  { path: '/sign-up', head: 'signUp', code: ['auth/sign-up'] },
  { path: '/forgot-password', head: 'recover', code: ['auth/forgot-password'] },
  { path: '/reset-password', head: 'recover', code: ['auth/reset-password'] },
  { path: '/verify-email', head: 'verify', code: ['auth/verify-email'] },
  { path: '/change-email', head: 'verify', code: ['auth/verify-email'] },
  { path: '/confirm-sign-up', head: 'verify', code: ['auth/confirm-sign-up'] },
];
