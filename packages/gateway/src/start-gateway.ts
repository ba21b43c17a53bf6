import type { AddressInfo } from 'node:net';
import { createApp } from './app.ts';
import { describeInRazorpay } from './dialects/razorpay/events.ts';
import { describeInSandbox } from './dialects/sandbox/events.ts';
import { describeInStripe } from './dialects/stripe/events.ts';
import { Ledger } from './ledger/ledger.ts';
import { settleDue } from './operations/settle.ts';
import { WebhookSender } from './webhooks/sender.ts';
import type { World } from './world.ts';

/** Keys and secrets that everybody may know: nothing of value is behind them. */
export { CARDS } from './cards.ts';

export const PUBLISHED = {
  secretKey: 'sk_sandbox_cartwright',
  webhookSecret: 'whsec_sandbox_cartwright',
  stripeSecretKey: 'sk_test_cartwright',
  stripeWebhookSecret: 'whsec_stripe_cartwright',
  razorpayKeyId: 'rzp_test_cartwright',
  razorpayKeySecret: 'razorpay_secret_cartwright',
  razorpayWebhookSecret: 'razorpay_webhook_cartwright',
} as const;

export interface GatewayOptions extends Partial<Record<keyof typeof PUBLISHED, string>> {
  /** 0, the default, takes a free one. */
  port?: number;
  host?: string;
  /** Folder of the ledger; null, the default, keeps it in memory. */
  dataDir?: string | null;
  /** Where webhooks go; null sends none. */
  webhookUrl?: string | null;
  stripeWebhookUrl?: string | null;
  razorpayWebhookUrl?: string | null;
  /** Where people's browsers reach it, if not where it listens. */
  publicUrl?: string;
  /** Whether `/control/*` is there. */
  control?: boolean;
  now?: () => Date;
  /** How long "later" is for cards that settle late. */
  settleAfterMs?: number;
  retryGapsMs?: readonly number[];
  webhookTimeoutMs?: number;
  /** Whether Razorpay orders are captured without a call. */
  razorpayAutoCapture?: boolean;
}

export interface RunningGateway {
  url: string;
  /** Stops listening, drops open connections and puts the last rows on the disk. */
  close(): Promise<void>;
}

const SETTLE_EVERY_MS = 50;
// 1 s, 2 s, 4 s … up to an hour, some 24 hours in all.
const RETRY_GAPS_MS = Array.from({ length: 35 }, (_, tries) => Math.min(1_000 * 2 ** tries, 3_600_000));

/** Starts a gateway in this process; resolves when it listens. */
export async function startGateway(options: GatewayOptions = {}): Promise<RunningGateway> {
  const now = options.now ?? (() => new Date());
  const ledger = await Ledger.open(options.dataDir ?? null, now());
  const webhooks = createSender(options, ledger, now);
  const world = createWorld(options, ledger, now, webhooks);
  const app = createApp(world, webhooks, options.control ?? true);
  try {
    await app.listen({ port: options.port ?? 0, host: options.host ?? '127.0.0.1' });
  } catch (error) {
    await ledger.close();
    throw error;
  }
  const { port } = app.server.address() as AddressInfo;
  world.baseUrl = options.publicUrl ?? `http://${options.host ?? '127.0.0.1'}:${port}`;
  webhooks.resume();
  const settling = setInterval(() => settleDue(world), SETTLE_EVERY_MS);
  return {
    url: world.baseUrl,
    close: async () => {
      clearInterval(settling);
      await app.close();
      await webhooks.close();
      await ledger.close();
    },
  };
}

function createWorld(
  options: GatewayOptions,
  ledger: Ledger,
  now: () => Date,
  webhooks: WebhookSender,
): World {
  return {
    ledger,
    now,
    baseUrl: '',
    settleAfterMs: options.settleAfterMs ?? 5_000,
    razorpayAutoCapture: options.razorpayAutoCapture ?? true,
    keys: {
      sandbox: options.secretKey ?? PUBLISHED.secretKey,
      stripe: options.stripeSecretKey ?? PUBLISHED.stripeSecretKey,
      razorpayId: options.razorpayKeyId ?? PUBLISHED.razorpayKeyId,
      razorpaySecret: options.razorpayKeySecret ?? PUBLISHED.razorpayKeySecret,
    },
    describe: { sandbox: describeInSandbox, stripe: describeInStripe, razorpay: describeInRazorpay },
    send: webhooks.send,
  };
}

function createSender(options: GatewayOptions, ledger: Ledger, now: () => Date): WebhookSender {
  const target = (url: string | null = null, secret: string) => ({ url, secret });
  return new WebhookSender({
    ledger,
    now,
    targets: {
      sandbox: target(options.webhookUrl, options.webhookSecret ?? PUBLISHED.webhookSecret),
      stripe: target(options.stripeWebhookUrl, options.stripeWebhookSecret ?? PUBLISHED.stripeWebhookSecret),
      razorpay: target(
        options.razorpayWebhookUrl,
        options.razorpayWebhookSecret ?? PUBLISHED.razorpayWebhookSecret,
      ),
    },
    retryGapsMs: options.retryGapsMs ?? RETRY_GAPS_MS,
    timeoutMs: options.webhookTimeoutMs ?? 10_000,
  });
}
