import { readFile } from 'node:fs/promises';
import { expect, it } from 'vitest';
import { CARDS } from './cards.ts';
import { loadConfig } from './config.ts';

it('[PAY-1] without settings it listens on loopback and sends no webhooks', () => {
  expect(loadConfig({ GATEWAY_SHOP_URL: '' })).toEqual({
    port: 4100,
    host: '127.0.0.1',
    dataDir: './.data/gateway',
    control: true,
    webhookUrl: null,
    stripeWebhookUrl: null,
    razorpayWebhookUrl: null,
  });
});

it('[PAY-1] a shop gets the webhooks of each provider at its own address', () => {
  const { webhookUrl, stripeWebhookUrl, razorpayWebhookUrl, secretKey, control } = loadConfig({
    GATEWAY_SHOP_URL: 'http://127.0.0.1:4000/',
    GATEWAY_SECRET_KEY: 'sk_other',
    GATEWAY_CONTROL: 'off',
  });
  expect([webhookUrl, stripeWebhookUrl, razorpayWebhookUrl]).toEqual(
    ['sandbox', 'stripe', 'razorpay'].map((name) => `http://127.0.0.1:4000/api/payments/webhook/${name}`),
  );
  expect([secretKey, control]).toEqual(['sk_other', false]);
});

it('[PAY-1] the README lists every test card', async () => {
  const readme = await readFile(new URL('../README.md', import.meta.url), 'utf8');
  const rows = [...readme.matchAll(/^\| (\d{16}) +\| `(\w+)` +\| (.+?) +\|$/gm)].map(([, ...row]) => row);
  expect(rows).toEqual(Object.entries(CARDS).map(([name, { number, about }]) => [number, name, about]));
});
