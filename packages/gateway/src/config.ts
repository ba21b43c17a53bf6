import { z } from 'zod';
import type { GatewayOptions } from './start-gateway.ts';

const port = z.coerce.number().int().min(0).max(65_535);
const onOff = z.enum(['on', 'off']).default('on');

const schema = z.object({
  GATEWAY_PORT: port.default(4100),
  GATEWAY_HOST: z.string().default('127.0.0.1'),
  GATEWAY_DATA_DIR: z.string().default('./.data/gateway'),
  GATEWAY_PUBLIC_URL: z.url().optional(),
  /** The shop; webhooks go to /api/payments/webhook/<provider> below it. */
  GATEWAY_SHOP_URL: z.url().optional(),
  GATEWAY_CONTROL: onOff,
  GATEWAY_SECRET_KEY: z.string().optional(),
  GATEWAY_WEBHOOK_SECRET: z.string().optional(),
  GATEWAY_STRIPE_SECRET_KEY: z.string().optional(),
  GATEWAY_STRIPE_WEBHOOK_SECRET: z.string().optional(),
  GATEWAY_RAZORPAY_KEY_ID: z.string().optional(),
  GATEWAY_RAZORPAY_KEY_SECRET: z.string().optional(),
  GATEWAY_RAZORPAY_WEBHOOK_SECRET: z.string().optional(),
});

/** The options that the environment asks for; an empty variable is as good as none. Throws with every problem at once. */
export function loadConfig(env: Record<string, string | undefined>): GatewayOptions {
  const given = Object.fromEntries(Object.entries(env).filter(([, value]) => value !== ''));
  const { data, error } = schema.safeParse(given);
  if (error)
    throw new Error(error.issues.map(({ path, message }) => `${path.join('.')}: ${message}`).join('\n'));
  const webhook = (provider: string) =>
    data.GATEWAY_SHOP_URL === undefined
      ? null
      : `${data.GATEWAY_SHOP_URL.replace(/\/$/, '')}/api/payments/webhook/${provider}`;
  return {
    port: data.GATEWAY_PORT,
    host: data.GATEWAY_HOST,
    dataDir: data.GATEWAY_DATA_DIR,
    control: data.GATEWAY_CONTROL === 'on',
    webhookUrl: webhook('sandbox'),
    stripeWebhookUrl: webhook('stripe'),
    razorpayWebhookUrl: webhook('razorpay'),
    ...present({
      publicUrl: data.GATEWAY_PUBLIC_URL,
      secretKey: data.GATEWAY_SECRET_KEY,
      webhookSecret: data.GATEWAY_WEBHOOK_SECRET,
      stripeSecretKey: data.GATEWAY_STRIPE_SECRET_KEY,
      stripeWebhookSecret: data.GATEWAY_STRIPE_WEBHOOK_SECRET,
      razorpayKeyId: data.GATEWAY_RAZORPAY_KEY_ID,
      razorpayKeySecret: data.GATEWAY_RAZORPAY_KEY_SECRET,
      razorpayWebhookSecret: data.GATEWAY_RAZORPAY_WEBHOOK_SECRET,
    }),
  };
}

function present<Name extends string>(all: Record<Name, string | undefined>): Partial<Record<Name, string>> {
  return Object.fromEntries(Object.entries(all).filter(([, value]) => value !== undefined)) as Partial<
    Record<Name, string>
  >;
}
