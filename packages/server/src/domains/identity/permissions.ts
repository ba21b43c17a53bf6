/** Who may do what beyond his own things: the one table of AUTH-13. Routes name a row of it as their access rule. */
export const permissions = {
  countAbandonedCarts: ['support', 'admin'],
  moveOrders: ['support', 'admin'],
  readOrders: ['support', 'admin'],
  readPayments: ['support', 'admin'],
  refundOrders: ['admin'],
  refundPayments: ['admin'],
  readSecurity: ['support', 'admin'],
  changeUsers: ['admin'],
} as const satisfies Record<string, readonly Role[]>;

export type Role = 'customer' | 'designer' | 'support' | 'admin';

export const STAFF: readonly Role[] = ['support', 'admin'];
