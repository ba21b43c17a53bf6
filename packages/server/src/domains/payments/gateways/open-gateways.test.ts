import { describe, expect, it } from 'vitest';
import { loadConfig } from '../../../config.ts';
import { openGateways } from './open-gateways.ts';

const SECRET = 'sixty-four-letters-are-more-than-enough-for-a-signing-secret-0001';
const KEYS = {
  STRIPE_SECRET_KEY: 'sk_test_51Abcdefghijk',
  STRIPE_WEBHOOK_SECRET: 'whsec_0123456789abcdef',
  RAZORPAY_KEY_ID: 'rzp_test_Abcdefghijklmn',
  RAZORPAY_KEY_SECRET: 'AbcdefghijklmnopQrstuvwx',
  RAZORPAY_WEBHOOK_SECRET: 'a webhook secret of the shop',
};
const opened = (env: Record<string, string>) =>
  [...openGateways(loadConfig({ JWT_SECRET: SECRET, ...env }))].map(([name, { provider, mode }]) => {
    expect(name).toBe(provider);
    return `${name} ${mode}`;
  });

describe('configured gateways', () => {
  it('[PAY-1] without any key the sandbox alone is there', () => {
    expect(opened({})).toEqual(['sandbox test']);
  });

  it('[PAY-1] keys add their gateways', () => {
    expect(opened(KEYS)).toEqual(['sandbox test', 'stripe test', 'razorpay test']);
  });

  it('[PAY-1] [PAY-9] production has no sandbox, and live keys make live gateways', () => {
    const live = Object.fromEntries(
      Object.entries(KEYS).map(([name, value]) => [name, value.replace('_test_', '_live_')]),
    );
    expect(opened({ NODE_ENV: 'production' })).toEqual([]);
    expect(opened({ NODE_ENV: 'production', ...live })).toEqual(['stripe live', 'razorpay live']);
    expect(opened({ NODE_ENV: 'production', PAYMENT_MODE: 'test', ...KEYS })).toEqual([
      'stripe test',
      'razorpay test',
    ]);
  });
});
