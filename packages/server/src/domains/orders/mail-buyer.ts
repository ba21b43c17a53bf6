import type { Tx } from '../../platform/db/database.ts';
import type { Statement } from '../../platform/db/sql.ts';
import { queueMail } from '../../platform/mail/queries.ts';
import { invoiceLocale, taxName } from './invoice/invoice-texts.ts';
import type { OrderMail, OrderSummary } from './order-mails.ts';
import { readOrderFacts, type OrderFacts } from './queries-facts.ts';

/** Queues a mail about an order for its buyer, in his language, in the transaction of what it tells of (ORD-7). */
export async function mailBuyer(
  tx: Tx,
  about: { store: string; orderId: string; now: Date },
  write: (locale: string, order: OrderSummary) => OrderMail,
): Promise<void> {
  const [[facts]] = await tx.run(readOrderFacts(about.orderId));
  if (!facts) throw new Error(`there is no order ${about.orderId}`);
  // Who was forgotten gets no mail.
  if (facts.email !== '') await tx.run(mailOf(facts, about, write));
}

/** The statement that queues a mail about an order whose facts are known. */
export function mailOf(
  facts: OrderFacts,
  { store, now }: { store: string; now: Date },
  write: (locale: string, order: OrderSummary) => OrderMail,
): Statement {
  return queueMail({
    ...write(facts.locale, summaryOf(facts, store)),
    to: facts.email,
    concerns: facts.shopperId,
    now,
  });
}

function summaryOf(facts: OrderFacts, store: string): OrderSummary {
  const { number, market, currency, shippingMinor, taxMinor, taxIncluded, totalMinor } = facts;
  const taxed = !taxIncluded && taxMinor > 0n;
  return {
    store,
    name: (facts.billingAddress ?? facts.shippingAddress)?.name ?? '',
    market,
    currency,
    number,
    lines: facts.lines.map(({ title, quantity, lineTotalMinor }) => ({
      title,
      quantity,
      lineTotalMinor: BigInt(lineTotalMinor),
    })),
    shippingMinor,
    addedTax: taxed ? { name: taxName(invoiceLocale(facts.locale), market), minor: taxMinor } : null,
    totalMinor,
    url: null,
  };
}
