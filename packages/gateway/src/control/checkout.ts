import type { FastifyInstance } from 'fastify';
import { z } from 'zod';
import { perform, type Desk } from '../api/perform.ts';
import { CARDS, cardNamed, type CardName } from '../cards.ts';
import { check } from '../dialects/check.ts';
import { checkoutSignature } from '../dialects/razorpay/signature.ts';
import { declineMessage, sandboxVoice } from '../dialects/sandbox/voice.ts';
import { invalidInput } from '../errors.ts';
import type { Attempt, Intent } from '../ledger/rows.ts';
import { confirmIntent } from '../operations/confirm-intent.ts';
import { capture } from '../operations/end-attempt.ts';
import { readIntent } from '../operations/find-intent.ts';
import type { World } from '../world.ts';

const paySchema = z.strictObject({ card: z.string().max(40).default('success') });

/**
 * Stands in for Razorpay's checkout script: pays an order and hands out what the script would hand to the shop's page; and for
 * an account that captures every payment of an order, also those that came too late.
 */
export function checkoutRoutes(app: FastifyInstance, desk: Desk): void {
  const { world } = desk;
  app.post('/control/razorpay/orders/:id/pay', (request, reply) =>
    perform(desk, sandboxVoice, request, reply, {
      work: () => {
        const { id } = request.params as { id: string };
        const name = cardMeant(check(paySchema, request.body).card);
        const result = confirmIntent(world, readIntent(world, 'razorpay', id), name);
        const status = result.declined === null ? 200 : 402;
        return { status, body: checkoutAnswer(world, result), afterwards: result.afterwards };
      },
    }),
  );
  app.post('/control/razorpay/orders/:id/capture-all', (request, reply) =>
    perform(desk, sandboxVoice, request, reply, {
      work: () => {
        const { id } = request.params as { id: string };
        const waiting = world.ledger.of('attempts', id).filter(({ status }) => status === 'authorized');
        for (const attempt of waiting) capture(world, attempt, { again: true });
        return { status: 200, body: { captured: waiting.length } };
      },
    }),
  );
}

/** What the buyer's page is told after a try. Razorpay signs what the bank has authorized. */
export function checkoutAnswer(
  world: World,
  { intent, attempt, declined }: { intent: Intent; attempt: Attempt | null; declined: string | null },
) {
  if (declined !== null) {
    const metadata = { payment_id: attempt?.id, order_id: intent.id };
    return { error: { code: declined, message: declineMessage(declined), metadata } };
  }
  const paid = attempt?.status === 'captured' || attempt?.status === 'authorized';
  if (intent.dialect !== 'razorpay' || !attempt || !paid)
    return { status: intent.status, intent: intent.id, attempt: attempt?.id ?? null };
  return {
    razorpay_payment_id: attempt.id,
    razorpay_order_id: intent.id,
    razorpay_signature: checkoutSignature(intent.id, attempt.id, world.keys.razorpaySecret),
  };
}

function cardMeant(card: string): CardName {
  const name = card in CARDS ? (card as CardName) : cardNamed(card);
  if (!name) throw invalidInput('This is none of the test cards.', 'card');
  return name;
}
