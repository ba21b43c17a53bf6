import { recordAudit } from '../audit/public.ts';
import { queueMail } from '../../platform/mail/queries.ts';
import type { Logger } from '../../platform/log/logger.ts';
import { newId } from '../../platform/new-id.ts';
import { sellStock, type OrderEffects } from '../payments/public.ts';
import type { FollowOrder } from './deps.ts';
import { mailBuyer, mailOf } from './mail-buyer.ts';
import { orderPlacedMail, orderRefundedMail, paymentReturnedMail } from './order-mails.ts';
import { readOrderFacts } from './queries-facts.ts';
import { findOrderOfCheckout, insertOrder, readContact, takeFromCart } from './queries-place.ts';

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
    const [shortages] = await tx.run(sellStock({ shopperId, checkoutId, orderId, now }));
    if (shortages.length > 0) return { kind: 'short', shortages };
    const [, [facts]] = await tx.run(
      insertOrder({ shopperId, checkoutId, paymentId: payment.id, orderId, now }),
      readOrderFacts(orderId),
    );
    const { number, totalMinor, currency } = facts!;
    const after = { number: String(number), paymentId: payment.id, totalMinor: String(totalMinor), currency };
    await tx.run(
      mailOf(facts!, { store, now }, orderPlacedMail),
      takeFromCart({ shopperId, checkoutId, now }),
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

const buyer = (actorId: string, at: Date) => ({ at, actorId, actorRole: 'customer' });

function telling({ store }: EffectsContext): OrderEffects['onRefunded'] {
  return async (tx, { payment, amountMinor, because }, { now }) => {
    const [[order]] = await tx.run(findOrderOfCheckout(payment));
    if (order?.paymentId === payment.id) {
      await mailBuyer(tx, { store, orderId: order.orderId, now }, (locale, summary) =>
        orderRefundedMail(locale, summary, amountMinor),
      );
      return;
    }
    const [[contact]] = await tx.run(readContact(payment));
    if (!contact) return;
    const { email, locale, ...whom } = contact;
    const soldOut = because === 'sold-out';
    const context = { store, currency: payment.currency, ...whom };
    const mail = paymentReturnedMail(locale, context, { amountMinor, soldOut });
    await tx.run(queueMail({ ...mail, to: email, now }));
  };
}
