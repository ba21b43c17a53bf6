import { MUG } from './buyer.ts';

/** Pages that everybody can open, with something on them and with nothing. */
export const PUBLIC = [
  '/',
  '/products',
  '/products?category=mugs&q=mug',
  '/products?q=zzzzqqqq',
  MUG,
  '/products/long-way-home-weekend-bag',
  '/products/nothing-of-the-kind',
  '/nowhere',
  '/cart',
  '/wishlist',
  '/checkout',
  '/checkout/return?payment=nonsense',
  '/orders/0190c0c0-0000-7000-8000-000000000000',
  '/sign-in',
  '/sign-in?by=code',
  '/sign-up',
  '/forgot-password',
  '/reset-password',
  '/verify-email',
  '/confirm-sign-up',
  '/change-email',
];

/** Pages of somebody who is signed in. */
export const OWN = [
  '/account/orders',
  '/account/profile',
  '/account/addresses',
  '/account/security',
  '/account/sessions',
  '/account/data',
  '/checkout',
  '/cart',
];
