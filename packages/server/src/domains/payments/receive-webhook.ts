import { createHash } from 'node:crypto';
import { recordSecurityEvent, type Origin } from '../audit/public.ts';
import { nobody } from '../../platform/db/database.ts';
import { refuse } from '../../platform/errors.ts';
import { failpoint } from '../../platform/failpoint.ts';
import type { PaymentDeps } from './deps.ts';
import { paymentErrors } from './errors.ts';
import { type GatewayEvent, WebhookForged, type PaymentGateway } from './gateways/gateway.ts';
import { storeEvent } from './queries-events.ts';

/**
 * Takes a gateway's event: genuine, it is stored durably before this resolves, once, and worked on afterwards (PAY-4);
 * resolves to its id, or null where it was known. Forged, it leaves a security event and nothing else: WEBHOOK_INVALID.
 */
export async function receiveWebhook(
  deps: PaymentDeps,
  gateway: PaymentGateway,
  message: { rawBody: Buffer; headers: Readonly<Record<string, string | string[] | undefined>> },
  origin: Origin,
): Promise<string | null> {
  const now = deps.now();
  let event: GatewayEvent;
  try {
    event = gateway.readWebhook({ ...message, now });
  } catch (error) {
    if (!(error instanceof WebhookForged)) throw error;
    await reportForgery(deps, gateway, error, origin);
    throw refuse(paymentErrors.webhookInvalid);
  }
  failpoint('webhook.genuine');
  const { rows } = await deps.system.as(nobody).write(
    storeEvent({
      provider: gateway.provider,
      eventId: event.id,
      bodyHash: createHash('sha256').update(message.rawBody).digest(),
      type: event.type,
      intentId: event.intentId,
      body: message.rawBody.toString('utf8').replaceAll('\0', ''),
      occurredAt: event.occurredAt,
      now,
    }),
  );
  failpoint('webhook.stored');
  return rows[0][0]?.eventId ?? null;
}

async function reportForgery(
  { system, now, logger }: PaymentDeps,
  { provider }: PaymentGateway,
  forged: WebhookForged,
  origin: Origin,
): Promise<void> {
  const event = recordSecurityEvent({
    ...origin,
    at: now(),
    kind: 'webhook_forged',
    subjectId: null,
    evidence: { provider, because: forged.message },
  });
  await system.as(nobody).write(event);
  logger.warn({ provider, because: forged.message, requestId: origin.requestId }, 'webhook refused');
}
