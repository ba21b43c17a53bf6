import type { Config } from '../../../config.ts';
import type { PaymentGateway, Provider } from './gateway.ts';
import { RazorpayGateway } from './razorpay-gateway.ts';
import { SandboxGateway } from './sandbox-gateway.ts';
import { StripeGateway } from './stripe-gateway.ts';

// Known to all who read this: the sandbox moves no money and is off in production.
const SANDBOX_KEY = 'sk_sandbox_cartwright';
const SANDBOX_WEBHOOK_SECRET = 'whsec_sandbox_cartwright';

/** The gateways that the configuration names, ready to be called; opens no connection. */
export function openGateways(config: Config): ReadonlyMap<Provider, PaymentGateway> {
  const gateways = [openSandbox(config), openStripe(config), openRazorpay(config)];
  return new Map(
    gateways.filter((gateway) => gateway !== null).map((gateway) => [gateway.provider, gateway]),
  );
}

function openSandbox({ production, GATEWAY_PORT, PUBLIC_URL }: Config): PaymentGateway | null {
  if (production) return null;
  return new SandboxGateway({
    baseUrl: `http://127.0.0.1:${GATEWAY_PORT}`,
    secretKey: SANDBOX_KEY,
    webhookSecrets: [SANDBOX_WEBHOOK_SECRET],
    returnUrl: (paymentId) => `${PUBLIC_URL}/checkout/return?payment=${paymentId}`,
  });
}

function openStripe(config: Config): PaymentGateway | null {
  const { STRIPE_SECRET_KEY: secretKey, STRIPE_WEBHOOK_SECRET: webhookSecrets } = config;
  if (!secretKey || !webhookSecrets) return null;
  return new StripeGateway({
    secretKey,
    publishableKey: config.STRIPE_PUBLISHABLE_KEY,
    webhookSecrets,
    baseUrl: config.STRIPE_API_BASE,
  });
}

function openRazorpay(config: Config): PaymentGateway | null {
  const { RAZORPAY_KEY_ID: keyId, RAZORPAY_KEY_SECRET: keySecret } = config;
  const { RAZORPAY_WEBHOOK_SECRET: webhookSecrets, RAZORPAY_API_BASE: baseUrl } = config;
  if (!keyId || !keySecret || !webhookSecrets) return null;
  return new RazorpayGateway({ keyId, keySecret, webhookSecrets, baseUrl });
}
