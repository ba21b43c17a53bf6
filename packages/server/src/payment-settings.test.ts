import { describe, expect, it } from 'vitest';
import { ConfigError, loadConfig, type Config } from './config.ts';
import { parseStore } from './store.ts';

const SIGNING = 'sixty-four-letters-are-more-than-enough-for-a-signing-secret-0001';
const STRIPE = {
  STRIPE_SECRET_KEY: 'sk_test_51Abcdefghijk',
  STRIPE_WEBHOOK_SECRET: 'whsec_0123456789abcdef',
};
const RAZORPAY = {
  RAZORPAY_KEY_ID: 'rzp_test_Abcdefghijklmn',
  RAZORPAY_KEY_SECRET: 'AbcdefghijklmnopQrstuvwx',
  RAZORPAY_WEBHOOK_SECRET: 'a webhook secret of the shop',
};
const live = (env: Record<string, string>) =>
  Object.fromEntries(Object.entries(env).map(([name, value]) => [name, value.replace('_test_', '_live_')]));
const PRODUCTION = { NODE_ENV: 'production' };

describe('payment settings', () => {
  it('[PAY-9] takes test keys outside production and live keys in it', () => {
    expect(load({ ...STRIPE, ...RAZORPAY })).toMatchObject({
      STRIPE_SECRET_KEY: STRIPE.STRIPE_SECRET_KEY,
      GATEWAY_PORT: 4100,
    });
    expect(load({ ...PRODUCTION, ...live({ ...STRIPE, ...RAZORPAY }) }).production).toBe(true);
    expect(
      load({ ...live({ ...STRIPE, STRIPE_SECRET_KEY: 'rk_test_restricted1' }), ...PRODUCTION }),
    ).toMatchObject({ STRIPE_SECRET_KEY: 'rk_live_restricted1' });
  });

  it.each([
    ['a live key outside production', live(STRIPE), ['STRIPE_SECRET_KEY']],
    ['a live key id outside production', live(RAZORPAY), ['RAZORPAY_KEY_ID']],
    ['a test key in production', { ...PRODUCTION, ...STRIPE }, ['STRIPE_SECRET_KEY']],
    [
      'publishable and secret keys of two modes',
      { ...STRIPE, STRIPE_PUBLISHABLE_KEY: 'pk_live_51Abcdefghijk' },
      ['STRIPE_PUBLISHABLE_KEY'],
    ],
    [
      'a live key in a rehearsal',
      { ...PRODUCTION, PAYMENT_MODE: 'test', ...live(STRIPE) },
      ['STRIPE_SECRET_KEY'],
    ],
    ['live mode outside production', { PAYMENT_MODE: 'live' }, ['PAYMENT_MODE']],
  ])('[PAY-9] refuses to start with %s', (_, env, names) => {
    expect(refused(env)).toEqual(names);
  });

  it('[PAY-9] lets production rehearse with test keys where that is said', () => {
    expect(load({ ...PRODUCTION, PAYMENT_MODE: 'test', ...STRIPE, ...RAZORPAY }).production).toBe(true);
  });

  it('[PAY-9] [RUN-5] asks for the rest of half a set of keys, and not twice for a wrong one', () => {
    expect(refused({ STRIPE_SECRET_KEY: STRIPE.STRIPE_SECRET_KEY })).toEqual(['STRIPE_WEBHOOK_SECRET']);
    expect(refused({ RAZORPAY_KEY_SECRET: RAZORPAY.RAZORPAY_KEY_SECRET })).toEqual([
      'RAZORPAY_KEY_ID',
      'RAZORPAY_WEBHOOK_SECRET',
    ]);
    expect(refused({ ...STRIPE, STRIPE_WEBHOOK_SECRET: 'wrong' })).toEqual(['STRIPE_WEBHOOK_SECRET']);
  });

  it('[PAY-9] takes several webhook secrets', () => {
    const secrets = ['whsec_0123456789abcdef', 'whsec_fedcba9876543210'];
    expect(load({ ...STRIPE, STRIPE_WEBHOOK_SECRET: secrets.join(', ') }).STRIPE_WEBHOOK_SECRET).toEqual(
      secrets,
    );
    expect(refused({ ...STRIPE, STRIPE_WEBHOOK_SECRET: ',' })).toEqual(['STRIPE_WEBHOOK_SECRET']);
    expect(refused({ ...STRIPE, STRIPE_WEBHOOK_SECRET: Array<string>(6).fill(secrets[0]!).join() })).toEqual([
      'STRIPE_WEBHOOK_SECRET',
    ]);
  });

  it('[PAY-9] sends keys in the clear within this machine only', () => {
    for (const base of [
      'http://127.0.0.1:4100/stripe/',
      'http://localhost:1',
      'http://[::1]/x',
      'https://a.example',
    ])
      expect(load({ STRIPE_API_BASE: base }).STRIPE_API_BASE).toBe(base.replace(/\/$/, ''));
    for (const base of [
      'http://stripe.example',
      'http://localhost.example',
      'http://127.0.0.1.example',
      'http://10.0.0.1',
    ])
      expect(refused({ RAZORPAY_API_BASE: base }), base).toEqual(['RAZORPAY_API_BASE']);
  });

  it('[PAY-9] reads addresses of webhooks from the store file, and refuses what is none', () => {
    const store = (stripe: string[]) =>
      parseStore({
        name: 'Shop',
        defaultMarket: 'us',
        markets: {
          us: {
            name: 'US',
            currency: 'USD',
            locales: ['en'],
            tax: { ratePercent: 0, included: false },
            payments: ['stripe'],
          },
        },
        payments: { webhookAddresses: { stripe } },
      });
    expect(store(['3.18.12.63', '2001:db8::/32'])).toMatchObject({
      store: { payments: { webhookAddresses: { stripe: ['3.18.12.63', '2001:db8::/32'], razorpay: [] } } },
    });
    for (const wrong of ['loopback', '1.2.3', '10.0.0.0/33', ''])
      expect(store([wrong]), wrong).toMatchObject({
        problems: [expect.stringContaining('webhookAddresses')],
      });
  });
});

function load(env: Record<string, string>): Config {
  return loadConfig({ JWT_SECRET: SIGNING, ...env });
}

function refused(env: Record<string, string>): string[] {
  try {
    load(env);
  } catch (error) {
    expect(error).toBeInstanceOf(ConfigError);
    return (error as ConfigError).problems.map(({ name }) => name);
  }
  return expect.fail('the configuration was taken');
}
