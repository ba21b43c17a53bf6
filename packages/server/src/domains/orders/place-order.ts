import { recordAudit, type Origin } from '../audit/public.ts';
import type { Tx } from '../../platform/db/database.ts';
import type { Statement } from '../../platform/db/sql.ts';
import { queueMail } from '../../platform/mail/queries.ts';
import type { Logger } from '../../platform/log/logger.ts';
import { newId } from '../../platform/new-id.ts';
import { NotAtOnce, sellStock, type OrderEffects, type Shortage } from '../payments/public.ts';
import type { BeginCommissions } from './deps.ts';
import { mailBuyer, mailOf } from './mail-buyer.ts';
import { orderPlacedMail, orderRefundedMail, paymentReturnedMail } from './order-mails.ts';
import { readPlacedOrder } from './queries.ts';
import type { OrderFacts } from './queries-facts.ts';
import { findOrderOfCheckout, insertOrder, readContact } from './queries-place.ts';

/**
 * What payments do to orders (ORD-1): the order, its lines, the goods, the commissions, the history, the audit row, the
 * cart and the mail, all in the transaction that takes the money in, or none of it.
 */
export function orderEffects(context: EffectsContext): OrderEffects {
  return { placeOrder: placing(context), placeAtOnce: placingAtOnce(context), onRefunded: telling(context) };
}

interface EffectsContext {
  beginCommissions: BeginCommissions;
  store: string;
  logger: Logger;
}

interface NewOrder {
  shopperId: string;
  checkoutId: string;
  paymentId: string;
  orderId: string;
  now: Date;
}

function placing(context: EffectsContext): OrderEffects['placeOrder'] {
  return async (tx, payment, { placed, now, origin }) => {
    const { shopperId, checkoutId } = payment;
    const [[existing]] = placed ? await tx.run(findOrderOfCheckout({ shopperId, checkoutId })) : [[]];
    if (existing) return { kind: 'existing', ...existing };
    const order = { shopperId, checkoutId, paymentId: payment.id, orderId: newId(now), now };
    const { orderId } = order;
    const written = await sellAndWrite(tx, order);
    if ('shortages' in written) return { kind: 'short', ...written };
    tx.queue(...newsOf(written, order, origin, context.store));
    // What a designer earns never costs the buyer his order (PAY-7); a job writes later what could not be written now.
    const failure = await tx.attempt(() => tx.run(context.beginCommissions(order)));
    if (failure) context.logger.error({ err: failure, orderId }, 'commissions not written with the order');
    return { kind: 'placed', orderId };
  };
}

function placingAtOnce({ beginCommissions, store }: EffectsContext): OrderEffects['placeAtOnce'] {
  return async (tx, payment, { now, origin }) => {
    const { shopperId, checkoutId } = payment;
    const order = { shopperId, checkoutId, paymentId: payment.id, orderId: newId(now), now };
    const { orderId } = order;
    const [short, [facts], , [shown]] = await tx.run(
      sellStock(order),
      insertOrder(order),
      beginCommissions(order),
      readPlacedOrder(order),
    );
    if (short.length > 0 || !facts || !shown) throw new NotAtOnce();
    tx.queue(...newsOf(facts, order, origin, store));
    return { orderId, body: shown.body };
  };
}

// In one round trip: what was written of an order whose goods are short is undone.
async function sellAndWrite(tx: Tx, order: NewOrder): Promise<OrderFacts | { shortages: Shortage[] }> {
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

// The mail to the buyer, and the audit row.
function newsOf(facts: OrderFacts, order: NewOrder, origin: Origin, store: string): Statement[] {
  const { shopperId, paymentId, orderId, now } = order;
  const { number, totalMinor, currency } = facts;
  const after = { number: String(number), paymentId, totalMinor: String(totalMinor), currency };
  return [
    mailOf(facts, { store, now }, orderPlacedMail),
    recordAudit({
      ...origin,
      at: now,
      actorId: shopperId,
      actorRole: 'customer',
      action: 'order.place',
      targetKind: 'order',
      targetId: orderId,
      after,
    }),
  ];
}

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
