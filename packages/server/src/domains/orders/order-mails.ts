import { formatAmount, regionalLocale } from './format-amount.ts';
import { MAIL_TEXTS, type MailLocale, type OrderMailKind } from './order-mail-texts.ts';

/** What a mail says about whom and where; amounts in minor units of `currency`. */
export interface MailContext {
  store: string;
  /** The buyer's name; may be empty. */
  name: string;
  market: string;
  currency: string;
}

export interface OrderSummary extends MailContext {
  number: bigint;
  lines: readonly { title: string; quantity: number; lineTotalMinor: bigint }[];
  shippingMinor: bigint;
  /** Tax on top of the lines, named as the invoice names it; null where prices include it. */
  addedTax: { name: string; minor: bigint } | null;
  totalMinor: bigint;
  /** Where the buyer sees it; null where he has no account. */
  url: string | null;
}

/** A mail ready for the outbox. */
export interface OrderMail {
  kind: OrderMailKind;
  locale: MailLocale;
  subject: string;
  body: string;
}

/** An order was placed: what was bought and what it costs (ORD-7). */
export function orderPlacedMail(locale: string, order: OrderSummary): OrderMail {
  return compose('order_placed', locale, order, {}, ({ texts, money }) => {
    const row = (label: string, minor: bigint) => `${label}: ${money(minor)}`;
    const lines = order.lines.map(
      ({ title, quantity, lineTotalMinor }) => `${quantity} × ${row(oneLine(title), lineTotalMinor)}`,
    );
    const sums = [
      row(texts.shipping, order.shippingMinor),
      ...(order.addedTax ? [row(order.addedTax.name, order.addedTax.minor)] : []),
      row(texts.total, order.totalMinor),
    ];
    return [lines.join('\n'), sums.join('\n'), ...seeOrder(texts.see, order)];
  });
}

/** An order was shipped, with its tracking number where it has one. */
export function orderShippedMail(
  locale: string,
  order: OrderSummary,
  trackingNumber: string | null,
): OrderMail {
  return compose('order_shipped', locale, order, {}, ({ texts }) => [
    ...(trackingNumber ? [fill(texts.tracking, { tracking: trackingNumber })] : []),
    ...seeOrder(texts.see, order),
  ]);
}

/** An order was canceled; `refundMinor` is what goes back, null where nothing was paid. */
export function orderCanceledMail(
  locale: string,
  order: OrderSummary,
  refundMinor: bigint | null,
): OrderMail {
  return compose('order_canceled', locale, order, {}, ({ texts, money }) => [
    ...(refundMinor === null ? [] : [fill(texts.comesBack, { amount: money(refundMinor) })]),
    ...seeOrder(texts.see, order),
  ]);
}

/** So much of an order was given back. */
export function orderRefundedMail(locale: string, order: OrderSummary, amountMinor: bigint): OrderMail {
  return compose('order_refunded', locale, order, { amountMinor }, ({ texts }) => seeOrder(texts.see, order));
}

/** Money for which no order was made goes back (L-5): the goods were gone, or it had been paid already. */
export function paymentReturnedMail(
  locale: string,
  context: MailContext,
  returned: { amountMinor: bigint; soldOut: boolean },
): OrderMail {
  const kind = returned.soldOut ? 'payment_refunded' : 'payment_returned';
  return compose(kind, locale, context, { amountMinor: returned.amountMinor }, () => []);
}

interface Tools {
  texts: (typeof MAIL_TEXTS)[MailLocale];
  money: (minor: bigint) => string;
}

function compose(
  kind: OrderMailKind,
  wanted: string,
  context: MailContext & { number?: bigint },
  { amountMinor }: { amountMinor?: bigint },
  more: (tools: Tools) => string[],
): OrderMail {
  const language = wanted.slice(0, 2);
  const locale = Object.hasOwn(MAIL_TEXTS, language) ? (language as MailLocale) : 'en';
  const texts = MAIL_TEXTS[locale];
  const regional = regionalLocale(locale, context.market);
  const money = (minor: bigint) => formatAmount(minor, context.currency, regional);
  const values = {
    store: context.store,
    number: String(context.number ?? ''),
    amount: amountMinor === undefined ? '' : money(amountMinor),
  };
  const name = oneLine(context.name);
  const paragraphs = [
    `${texts.greeting}${name ? `, ${name}` : ''}!`,
    fill(texts.kinds[kind].body, values),
    ...more({ texts, money }),
    oneLine(context.store),
  ];
  return {
    kind,
    locale,
    subject: fill(texts.kinds[kind].subject, values),
    body: `${paragraphs.join('\n\n')}\n`,
  };
}

function seeOrder(text: string, { url }: OrderSummary): string[] {
  return url ? [fill(text, { url })] : [];
}

function fill(text: string, values: Record<string, string>): string {
  return text.replace(/\{(\w+)\}/g, (_, name: string) => oneLine(values[name] ?? ''));
}

// A name with line breaks would write lines of the mail, or headers of it.
function oneLine(text: string): string {
  return text.replace(/[\p{Cc}\p{Zl}\p{Zp}]+/gu, ' ').trim();
}
