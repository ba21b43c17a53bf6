/** Everybody who may knock at a route. `owner` owns what is asked for; all others have rows of the same kind of their own. */
export const IDENTITIES = [
  'none',
  'guest',
  'unknownGuest',
  'owner',
  'other',
  'expired',
  'revoked',
  'tampered',
  'suspended',
  'deleted',
  'designer',
  'support',
  'admin',
] as const;
export type IdentityName = (typeof IDENTITIES)[number];

/** What an identity gets: a status where it may, the reason where it may not. */
export type Expectations = Record<IdentityName, number | string>;

/** What a request is about: rows of the owner, and a product that everybody sees. */
export interface Target {
  userId: string;
  sessionId: string;
  itemId: string;
  wishId: string;
  checkoutId: string;
  paymentId: string;
  orderId: string;
  addressId: string;
  productId: string;
  variantId: string;
  email: string;
}

export interface MatrixRoute {
  expect: Expectations;
  /** Path parameters by name, the query and the body; all of it valid, so that only who asks decides. */
  request?: (target: Target) => { params?: Record<string, string>; query?: string; body?: unknown };
  /** The address of what nobody has, for routes that take an id: what the owner of nothing gets for it. */
  unknown?: {
    request: (id: string) => { params?: Record<string, string>; query?: string; body?: unknown };
    reason: string;
  };
}

const noOne = {
  none: 'UNAUTHENTICATED',
  expired: 'TOKEN_EXPIRED',
  revoked: 'SESSION_REVOKED',
  tampered: 'TOKEN_INVALID',
  suspended: 'ACCOUNT_INACTIVE',
  deleted: 'USER_NOT_FOUND',
} as const;

const everybody = (status: number | string): Expectations =>
  Object.fromEntries(IDENTITIES.map((name) => [name, status])) as Expectations;
const people = (status: number | string) => ({
  owner: status,
  other: status,
  designer: status,
  support: status,
  admin: status,
});
/** Every shopper for himself: users and guests. */
const shoppers = (status: number): Expectations => ({
  ...noOne,
  ...people(status),
  guest: status,
  unknownGuest: 'GUEST_UNKNOWN',
});
/** Every signed-in user for himself. */
const users = (status: number | string): Expectations => ({
  ...noOne,
  ...people(status),
  guest: 'UNAUTHENTICATED',
  unknownGuest: 'UNAUTHENTICATED',
});
/** Only whose row it is; staff are no exception on shoppers' routes. */
const onlyOwner = (status: number): Expectations => ({
  ...shoppers(status),
  guest: 'FORBIDDEN',
  other: 'FORBIDDEN',
  designer: 'FORBIDDEN',
  support: 'FORBIDDEN',
  admin: 'FORBIDDEN',
});
/** Only these roles. */
const roles = (status: number, allowed: readonly IdentityName[]): Expectations => {
  const refused = {
    ...users(status),
    owner: 'FORBIDDEN',
    other: 'FORBIDDEN',
    designer: 'FORBIDDEN',
    support: 'FORBIDDEN',
    admin: 'FORBIDDEN',
  };
  return { ...refused, ...Object.fromEntries(allowed.map((name) => [name, status])) };
};

/** Only whose payment it is; whoever names another's is told so, and reported. */
const onlyPayer = (status: number): Expectations => ({
  ...onlyOwner(status),
  guest: 'PAYMENT_NOT_OWNED',
  other: 'PAYMENT_NOT_OWNED',
  designer: 'PAYMENT_NOT_OWNED',
  support: 'PAYMENT_NOT_OWNED',
  admin: 'PAYMENT_NOT_OWNED',
});
const ofOrder = ({ orderId }: Target) => ({ params: { id: orderId } });
const unknownOrder = { request: (id: string) => ({ params: { id } }), reason: 'ORDER_NOT_FOUND' };

const unknownItem = (request: NonNullable<MatrixRoute['unknown']>['request']) => ({
  request,
  reason: 'ITEM_NOT_FOUND',
});
const unknownProduct = {
  request: (id: string) => ({ body: { productId: id } }),
  reason: 'PRODUCT_NOT_FOUND',
};
export const anAddress = {
  name: 'Matrix',
  line1: '1 Main Street',
  city: 'Springfield',
  region: 'IL',
  postalCode: '62701',
  country: 'US',
};
const aProduct = ({ productId, variantId }: Target) => ({ body: { productId, variantId } });

// A number or address that nobody was sent anything yet.
const newPhone = () => `+3725${String(Math.floor(Math.random() * 1e7)).padStart(7, '0')}`;
const newEmail = () => `matrix-${Math.random()}@example.com`;

/**
 * Who gets what from each route of the OpenAPI document. A route that is missing here, or here and not there, fails the
 * isolation matrix: whoever adds a route says who may call it.
 */
export const matrixRoutes: Record<string, MatrixRoute> = {
  'GET /api/health': { expect: everybody(200) },
  'GET /api/ready': { expect: everybody(200) },

  'GET /api/auth/csrf': { expect: everybody(200) },
  'GET /api/auth/session': { expect: everybody(200) },
  'POST /api/auth/signup': {
    expect: everybody('EMAIL_TAKEN'),
    request: ({ email }) => ({ body: { email, password: 'Correct-Horse-1', transport: 'bearer' } }),
  },
  'POST /api/auth/login': {
    expect: everybody('CREDENTIALS_INVALID'),
    request: ({ email }) => ({ body: { email, password: 'Wrong-Horse-1', transport: 'bearer' } }),
  },
  'POST /api/auth/refresh': {
    expect: everybody('REFRESH_INVALID'),
    request: () => ({ body: { refreshToken: 'x'.repeat(43) } }),
  },
  'POST /api/auth/guest': { expect: everybody(201), request: () => ({ body: { transport: 'bearer' } }) },
  'POST /api/auth/logout': { expect: users(200) },
  'POST /api/auth/logout-all': { expect: users(200) },
  'GET /api/auth/me': { expect: users(200) },
  'PATCH /api/auth/me': { expect: users(200), request: () => ({ body: { name: 'Matrix' } }) },
  'GET /api/auth/me/export': { expect: users(200) },
  // Whoever has no password and has just signed in; the owner has an order on its way.
  'DELETE /api/auth/me': { expect: { ...users(200), owner: 'ACCOUNT_BUSY' }, request: () => ({ body: {} }) },
  'GET /api/auth/addresses': { expect: users(200) },
  'POST /api/auth/addresses': { expect: users(201), request: () => ({ body: anAddress }) },
  'PATCH /api/auth/addresses/{id}': {
    expect: { ...onlyOwner(200), guest: 'UNAUTHENTICATED', unknownGuest: 'UNAUTHENTICATED' },
    request: ({ addressId }) => ({ params: { id: addressId }, body: { label: 'work' } }),
    unknown: { request: (id) => ({ params: { id }, body: { label: 'work' } }), reason: 'ADDRESS_NOT_FOUND' },
  },
  'DELETE /api/auth/addresses/{id}': {
    expect: { ...onlyOwner(200), guest: 'UNAUTHENTICATED', unknownGuest: 'UNAUTHENTICATED' },
    request: ({ addressId }) => ({ params: { id: addressId } }),
    unknown: { request: (id) => ({ params: { id } }), reason: 'ADDRESS_NOT_FOUND' },
  },

  'POST /api/auth/confirm-signup': {
    expect: everybody('LINK_INVALID'),
    request: () => ({ body: { token: 'x'.repeat(43), password: 'Correct-Horse-1', transport: 'bearer' } }),
  },
  'POST /api/auth/request-code': {
    expect: everybody(202),
    request: () => ({ body: { phone: newPhone() } }),
  },
  'POST /api/auth/verify-code': {
    expect: everybody('CODE_INVALID'),
    request: () => ({ body: { phone: newPhone(), verificationCode: '123456', transport: 'bearer' } }),
  },
  'POST /api/auth/change-phone': {
    expect: users(202),
    request: () => ({ body: { phone: newPhone() } }),
  },
  'POST /api/auth/change-phone/confirm': {
    expect: users('CODE_INVALID'),
    request: () => ({ body: { phone: newPhone(), verificationCode: '123456' } }),
  },
  'POST /api/auth/verify-email': {
    expect: everybody('LINK_INVALID'),
    request: () => ({ body: { token: 'x'.repeat(43) } }),
  },
  'POST /api/auth/resend-verification': {
    // The people of the matrix have confirmed theirs.
    expect: { ...users(409) },
  },
  'POST /api/auth/forgot-password': {
    expect: everybody(202),
    request: () => ({ body: { email: newEmail() } }),
  },
  'POST /api/auth/reset-password': {
    expect: everybody('LINK_INVALID'),
    request: () => ({ body: { token: 'x'.repeat(43), password: 'Correct-Horse-1' } }),
  },
  'POST /api/auth/change-password': {
    expect: users(200),
    request: () => ({ body: { newPassword: 'Correct-Horse-1' } }),
  },
  'POST /api/auth/change-email': {
    expect: users(202),
    request: () => ({ body: { email: newEmail() } }),
  },
  'POST /api/auth/change-email/confirm': {
    expect: everybody('LINK_INVALID'),
    request: () => ({ body: { token: 'x'.repeat(43) } }),
  },

  'GET /api/auth/sessions': { expect: users(200) },
  'DELETE /api/auth/sessions/{id}': {
    expect: { ...users('SESSION_NOT_FOUND'), owner: 200 },
    request: ({ sessionId }) => ({ params: { id: sessionId } }),
    unknown: { request: (id) => ({ params: { id } }), reason: 'SESSION_NOT_FOUND' },
  },

  'GET /api/auth/totp': { expect: users(200) },
  'POST /api/auth/totp': { expect: users(201) },
  'POST /api/auth/totp/confirm': {
    expect: users('TOTP_NOT_ON'),
    request: () => ({ body: { totpCode: '123456' } }),
  },
  'DELETE /api/auth/totp': {
    expect: users('TOTP_NOT_ON'),
    request: () => ({ body: { password: 'Correct-Horse-1', totpCode: '123456' } }),
  },
  'GET /api/auth/security-events': { expect: users(200) },
  'GET /api/admin/security-events': {
    expect: roles(200, ['support', 'admin']),
    unknown: { request: (id) => ({ query: `subjectId=${id}` }), reason: 'FORBIDDEN' },
  },
  'GET /api/admin/alerts': { expect: roles(200, ['support', 'admin']) },

  'PATCH /api/admin/users/{id}': {
    expect: roles(200, ['admin']),
    request: ({ userId }) => ({ params: { id: userId }, body: { active: true } }),
    unknown: { request: (id) => ({ params: { id }, body: { active: true } }), reason: 'FORBIDDEN' },
  },
  'GET /api/admin/carts/abandoned': { expect: roles(200, ['support', 'admin']) },

  'GET /api/public/products': { expect: everybody(200) },
  'GET /api/public/products/{idOrSlug}': {
    expect: everybody(200),
    request: ({ productId }) => ({ params: { idOrSlug: productId } }),
    unknown: { request: (id) => ({ params: { idOrSlug: id } }), reason: 'PRODUCT_NOT_FOUND' },
  },
  'GET /api/public/categories': { expect: everybody(200) },
  'GET /api/public/designers': { expect: everybody(200) },
  'GET /api/public/designers/{idOrSlug}': {
    expect: everybody(200),
    request: () => ({ params: { idOrSlug: 'given-designer' } }),
    unknown: { request: (id) => ({ params: { idOrSlug: id } }), reason: 'DESIGNER_NOT_FOUND' },
  },
  'GET /api/public/markets': { expect: everybody(200) },

  'GET /api/cart': { expect: shoppers(200) },
  'GET /api/cart/events': { expect: shoppers(200) },
  'POST /api/cart/add': { expect: shoppers(201), request: aProduct, unknown: unknownProduct },
  'POST /api/cart/items': { expect: shoppers(201), request: aProduct, unknown: unknownProduct },
  'POST /api/cart/validate': { expect: shoppers(200), request: () => ({ body: { fix: true } }) },
  'DELETE /api/cart/clear': { expect: shoppers(200) },
  'DELETE /api/cart/items': { expect: shoppers(200) },
  'PATCH /api/cart/update': {
    expect: onlyOwner(200),
    request: ({ itemId }) => ({ body: { itemId, quantity: 5 } }),
    unknown: unknownItem((id) => ({ body: { itemId: id, quantity: 5 } })),
  },
  'PATCH /api/cart/items/{itemId}': {
    expect: onlyOwner(200),
    request: ({ itemId }) => ({ params: { itemId }, body: { quantity: 5 } }),
    unknown: unknownItem((id) => ({ params: { itemId: id }, body: { quantity: 5 } })),
  },
  'DELETE /api/cart/items/{itemId}': {
    expect: onlyOwner(200),
    request: ({ itemId }) => ({ params: { itemId } }),
    unknown: unknownItem((id) => ({ params: { itemId: id } })),
  },
  'DELETE /api/cart/remove': {
    expect: onlyOwner(200),
    request: ({ itemId }) => ({ query: `itemId=${itemId}` }),
    unknown: unknownItem((id) => ({ body: { itemId: id } })),
  },

  'PUT /api/checkout': {
    expect: shoppers(200),
    request: () => ({ body: { email: 'matrix@example.com', shippingAddress: { country: 'US' } } }),
  },
  'GET /api/checkout': { expect: { ...shoppers(404), owner: 200 } },
  'GET /api/checkout/shipping-methods': { expect: shoppers(200), request: () => ({ query: 'country=US' }) },

  'GET /api/payments/providers': { expect: everybody(200) },
  'POST /api/payments/create-order': {
    expect: { ...shoppers(404), owner: 'CHECKOUT_INCOMPLETE' },
    request: ({ checkoutId }) => ({ body: { checkoutId } }),
    unknown: { request: (id) => ({ body: { checkoutId: id } }), reason: 'CHECKOUT_NOT_FOUND' },
  },
  'POST /api/payments/verify': {
    expect: onlyPayer(200),
    request: ({ paymentId }) => ({ body: { paymentId } }),
    unknown: { request: (id) => ({ body: { paymentId: id } }), reason: 'PAYMENT_NOT_FOUND' },
  },
  'GET /api/payments/{id}': {
    expect: onlyPayer(200),
    request: ({ paymentId }) => ({ params: { id: paymentId } }),
    unknown: { request: (id) => ({ params: { id } }), reason: 'PAYMENT_NOT_FOUND' },
  },
  'GET /api/admin/payments': { expect: roles(200, ['support', 'admin']) },
  'POST /api/admin/payments/{id}/refund': {
    expect: { ...roles(201, []), admin: 'NOTHING_TO_REFUND' },
    request: ({ paymentId }) => ({ params: { id: paymentId }, body: { reason: 'matrix' } }),
    unknown: { request: (id) => ({ params: { id }, body: { reason: 'matrix' } }), reason: 'FORBIDDEN' },
  },
  // No gateway is configured here; their own tests say what becomes of a forged one.
  'POST /api/payments/webhook/{provider}': {
    expect: everybody('ROUTE_NOT_FOUND'),
    request: () => ({ params: { provider: 'sandbox' } }),
  },
  'POST /api/payments/webhook': { expect: everybody('ROUTE_NOT_FOUND') },

  'POST /api/orders': {
    expect: onlyPayer(201),
    request: ({ paymentId }) => ({ body: { paymentId } }),
    unknown: { request: (id) => ({ body: { paymentId: id } }), reason: 'PAYMENT_NOT_FOUND' },
  },
  'GET /api/orders': { expect: shoppers(200) },
  'GET /api/orders/{id}': { expect: onlyOwner(200), request: ofOrder, unknown: unknownOrder },
  'POST /api/orders/{id}/cancel': { expect: onlyOwner(200), request: ofOrder, unknown: unknownOrder },
  'POST /api/orders/{id}/reorder': { expect: onlyOwner(200), request: ofOrder, unknown: unknownOrder },
  'GET /api/orders/{id}/invoice': {
    expect: { ...onlyOwner(200), support: 200, admin: 200 },
    request: ofOrder,
    unknown: unknownOrder,
  },
  'PATCH /api/orders/{id}/status': {
    expect: roles(200, ['support', 'admin']),
    request: ({ orderId }) => ({ params: { id: orderId }, body: { status: 'processing' } }),
    unknown: { request: (id) => ({ params: { id }, body: { status: 'processing' } }), reason: 'FORBIDDEN' },
  },
  'POST /api/orders/{id}/refunds': {
    expect: { ...roles(201, []), admin: 'NOTHING_TO_REFUND' },
    request: ({ orderId }) => ({ params: { id: orderId }, body: { reason: 'matrix' } }),
    unknown: { request: (id) => ({ params: { id }, body: { reason: 'matrix' } }), reason: 'FORBIDDEN' },
  },
  'GET /api/admin/orders': { expect: roles(200, ['support', 'admin']) },
  'GET /api/admin/orders/{id}': {
    expect: roles(200, ['support', 'admin']),
    request: ofOrder,
    unknown: { request: (id) => ({ params: { id } }), reason: 'FORBIDDEN' },
  },

  'GET /api/wishlist': { expect: shoppers(200) },
  'POST /api/wishlist/items': {
    expect: { ...shoppers(201), owner: 200 },
    request: aProduct,
    unknown: unknownProduct,
  },
  'DELETE /api/wishlist/items/{id}': {
    expect: onlyOwner(200),
    request: ({ wishId }) => ({ params: { id: wishId } }),
    unknown: unknownItem((id) => ({ params: { id } })),
  },
  'POST /api/wishlist/items/{id}/move-to-cart': {
    expect: onlyOwner(200),
    request: ({ wishId }) => ({ params: { id: wishId } }),
    unknown: unknownItem((id) => ({ params: { id } })),
  },
};
