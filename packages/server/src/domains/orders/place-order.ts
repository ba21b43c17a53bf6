import { recordAudit } from '../audit/public.ts';
import type { Tx } from '../../platform/db/database.ts';
import { queueMail } from '../../platform/mail/queries.ts';
import type { Logger } from '../../platform/log/logger.ts';
import { newId } from '../../platform/new-id.ts';
import { sellStock, type OrderEffects, type Shortage } from '../payments/public.ts';
import type { FollowOrder } from './deps.ts';
import { mailBuyer, mailOf } from './mail-buyer.ts';
import { orderPlacedMail, orderRefundedMail, paymentReturnedMail } from './order-mails.ts';
import type { OrderFacts } from './queries-facts.ts';
import { findOrderOfCheckout, insertOrder, readContact } from './queries-place.ts';

/**
 * What payments do to orders (ORD-1): the order, its lines, the goods, the commissions, the history, the audit row, the
 * cart and the mail, all in the transaction that takes the money in, or none of it.
 */
export function orderEffects(context: EffectsContext): OrderEffects {
  return { placeOrder: placing(context), onRefunded: telling(context) };
}

interface EffectsContext {
  followOrder: FollowOrder;
  store: string;
  logger: Logger;
}

function placing({ followOrder, store, logger }: EffectsContext): OrderEffects['placeOrder'] {
  return async (tx, payment, { placed, now, origin }) => {
    const { shopperId, checkoutId } = payment;
    const [[existing]] = placed ? await tx.run(findOrderOfCheckout({ shopperId, checkoutId })) : [[]];
    if (existing) return { kind: 'existing', ...existing };
    const orderId = newId(now);
    const written = await sellAndWrite(tx, { shopperId, checkoutId, paymentId: payment.id, orderId, now });
    if ('shortages' in written) return { kind: 'short', ...written };
    const { number, totalMinor, currency } = written;
    const after = { number: String(number), paymentId: payment.id, totalMinor: String(totalMinor), currency };
    tx.queue(
      mailOf(written, { store, now }, orderPlacedMail),
      recordAudit({
        ...origin,
        ...buyer(shopperId, now),
        action: 'order.place',
        targetKind: 'order',
        targetId: orderId,
        after,
      }),
    );
    // What a designer earns never costs the buyer his order (PAY-7); a job writes later what could not be written now.
    const failure = await tx.attempt(() =>
      followOrder(tx, { shopperId, id: orderId, status: 'pending' }, now),
    );
    if (failure) logger.error({ err: failure, orderId }, 'commissions not written with the order');
    return { kind: 'placed', orderId };
  };
}

// In one round trip: what was written of an order whose goods are short is undone.
async function sellAndWrite(
  tx: Tx,
  order: Parameters<typeof insertOrder>[0],
): Promise<OrderFacts | { shortages: Shortage[] }> {
  let written!: OrderFacts;
  let shortages: Shortage[] = [];
  const failure = await tx.attempt(async () => {
    const [short, [facts]] = await tx.run(sellStock(order), insertOrder(order));
    shortages = short;
    if (short.length > 0) throw new Error('sold out');
    written = facts!;
  });
  if (shortages.length > 0) return { shortages };
  if (failure) throw failure;
  return written;
}

const buyer = (actorId: string, at: Date) => ({ at, actorId, actorRole: 'customer' });

function telling({ store }: EffectsContext): OrderEffects['onRefunded'] {
  return async (tx, { payment, orderId, amountMinor, because }, { now }) => {
    const [[order]] = await tx.run(findOrderOfCheckout(payment));
    // Without an order it was paid beside the order, though with the same payment.
    if (order?.paymentId === payment.id && orderId !== null) {
      await mailBuyer(tx, { store, orderId: order.orderId, now }, (locale, summary) =>
        orderRefundedMail(locale, summary, amountMinor),
      );
      return;
    }
    const [[contact]] = await tx.run(readContact(payment));
    if (!contact?.email) return;
    const { email, locale, ...whom } = contact;
    const soldOut = because === 'sold-out';
    const context = { store, currency: payment.currency, ...whom };
    const mail = paymentReturnedMail(locale, context, { amountMinor, soldOut });
    await tx.run(queueMail({ ...mail, to: email, concerns: payment.shopperId, now }));
  };
}
