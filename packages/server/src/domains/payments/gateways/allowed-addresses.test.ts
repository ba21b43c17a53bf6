import { describe, expect, it } from 'vitest';
import { defaultStore, type Store } from '../../../store.ts';
import { addressAllowed } from './allowed-addresses.ts';

describe('addresses of webhooks', () => {
  const store: Store = {
    ...defaultStore,
    payments: {
      ...defaultStore.payments,
      webhookAddresses: {
        stripe: ['3.18.12.63', '10.1.0.0/16', '2001:db8::/32'],
        razorpay: [],
        sandbox: ['::1'],
      },
    },
  };

  it.each(['3.18.12.63', '10.1.255.1', '2001:db8:1::1', '::ffff:3.18.12.63', '::FFFF:10.1.0.1'])(
    '[PAY-9] lets %s in',
    (ip) => {
      expect(addressAllowed(store, 'stripe', ip)).toBe(true);
    },
  );

  it.each([
    '3.18.12.64',
    '10.2.0.0',
    '2001:db9::1',
    '::1',
    '::ffff:3.18.12.64',
    '',
    'localhost',
    '3.18.12.63, 1.2.3.4',
  ])('[PAY-9] keeps "%s" out', (ip) => {
    expect(addressAllowed(store, 'stripe', ip)).toBe(false);
  });

  it('[PAY-9] asks each gateway for its own, and none where none are named', () => {
    expect(addressAllowed(store, 'razorpay', '198.51.100.7')).toBe(true);
    expect(addressAllowed(store, 'sandbox', '::1')).toBe(true);
    expect(addressAllowed(store, 'sandbox', '3.18.12.63')).toBe(false);
    expect(addressAllowed(store, 'cod', '198.51.100.7')).toBe(true);
  });
});
