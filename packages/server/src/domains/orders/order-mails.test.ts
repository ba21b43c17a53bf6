import { afterAll, beforeAll, describe, expect, it } from 'vitest';
import { nobody } from '../../platform/db/database.ts';
import { queueMail } from '../../platform/mail/queries.ts';
import { sendMailsJob } from '../../platform/mail/send-mails.job.ts';
import { startMailServer, type MailServer } from '../../testing/mail-server.ts';
import { createTestDatabase, type TestDatabase } from '../../testing/test-database.ts';
import {
  orderCanceledMail,
  orderPlacedMail,
  orderRefundedMail,
  orderShippedMail,
  paymentReturnedMail,
  type OrderMail,
  type OrderSummary,
} from './order-mails.ts';

const order = (changes: Partial<OrderSummary> = {}): OrderSummary => ({
  store: 'Näidispood',
  name: 'Mari',
  market: 'ee',
  currency: 'EUR',
  number: 1001n,
  lines: [
    { title: 'Linen shirt', quantity: 2, lineTotalMinor: 12_400n },
    { title: 'Шырдак', quantity: 1, lineTotalMinor: 123_456n },
  ],
  shippingMinor: 620n,
  addedTax: null,
  totalMinor: 136_476n,
  url: 'https://shop.example/orders/1001',
  ...changes,
});
const plain = ({ subject, body }: OrderMail) => `${subject}\n${body}`.replace(/[\u00a0\u202f]/g, ' ');

const KINDS: [kind: string, make: (locale: string, summary: OrderSummary) => OrderMail][] = [
  ['order_placed', orderPlacedMail],
  ['order_shipped', (locale, summary) => orderShippedMail(locale, summary, 'EE123456789')],
  ['order_canceled', (locale, summary) => orderCanceledMail(locale, summary, 136_476n)],
  ['order_refunded', (locale, summary) => orderRefundedMail(locale, summary, 5_000n)],
  [
    'payment_refunded',
    (locale, summary) => paymentReturnedMail(locale, summary, { amountMinor: 136_476n, soldOut: true }),
  ],
  [
    'payment_returned',
    (locale, summary) => paymentReturnedMail(locale, summary, { amountMinor: 136_476n, soldOut: false }),
  ],
];
const SAYS: Record<string, Record<string, string[]>> = {
  en: {
    order_placed: [
      'Your order #1001 at Näidispood\nHello, Mari!\n\n',
      '2 × Linen shirt: €124.00\n1 × Шырдак: €1,234.56\n\nShipping: €6.20\nTotal: €1,364.76\n\n',
      'Your order: https://shop.example/orders/1001\n\nNäidispood\n',
    ],
    order_shipped: ['is on its way', 'has been shipped.\n\nTracking number: EE123456789\n'],
    order_canceled: ['was canceled.\n\n€1,364.76 goes back'],
    order_refunded: ['Refund for your order #1001', 'refunded €50.00 for your order #1001'],
    payment_refunded: ['Your payment at Näidispood goes back', 'sold out', 'The whole €1,364.76'],
    payment_returned: ['goes back', 'paid already', 'The whole €1,364.76'],
  },
  et: {
    order_placed: [
      'poes Näidispood\nTere, Mari!',
      '2 × Linen shirt: 124,00 €',
      'Tarne: 6,20 €',
      'Kokku: 1364,76 €',
    ],
    order_shipped: ['on teel', 'Saadetise number: EE123456789'],
    order_canceled: ['on tühistatud', '1364,76 € kantakse tagasi'],
    order_refunded: ['Tagasimakse tellimuse #1001 eest', 'tagasi 50,00 €'],
    payment_refunded: ['müüdi läbi', 'Kogu summa 1364,76 €'],
    payment_returned: ['olid juba maksnud', 'Kogu summa 1364,76 €'],
  },
  ru: {
    order_placed: [
      'Ваш заказ №1001 в Näidispood\nЗдравствуйте, Mari!',
      'Доставка: 6,20 €',
      'Итого: 1 364,76 €',
    ],
    order_shipped: ['в пути', 'Номер отправления: EE123456789'],
    order_canceled: ['отменён', '1 364,76 € вернётся'],
    order_refunded: ['Возврат денег за заказ №1001', 'вернули вам 50,00 €'],
    payment_refunded: ['закончился раньше', 'Вся сумма 1 364,76 €'],
    payment_returned: ['оплатили его раньше', 'Вся сумма 1 364,76 €'],
  },
};

describe('mails about orders', () => {
  for (const locale of ['en', 'et', 'ru']) {
    it.each(KINDS)(`[ORD-7] in ${locale}: %s`, (kind, make) => {
      const mail = make(locale, order());
      expect(mail).toMatchObject({ kind, locale });
      const text = plain(mail);
      for (const part of SAYS[locale]![kind]!) expect(text).toContain(part);
      expect(text).not.toMatch(/[{}]|undefined|null/);
    });
  }

  it.each(KINDS)(
    '[ORD-7] takes names as they are, and no name writes a line or a header: %s',
    (_kind, make) => {
      for (const odd of [
        "O'Brien $& $1 {store} {amount}",
        'Eve\r\nBcc: all@example.com\n\nPay here',
        'Mari\u2028Õ\u0000ün',
        'שלום 🎁 Айгүл Өмүрбекова',
        '',
      ]) {
        const lines = [{ title: odd, quantity: 1, lineTotalMinor: 1n }];
        const { subject, body } = make('en', order({ name: odd, store: odd || 'Shop', lines }));
        const cleaned = odd.replace(/[\p{Cc}\u2028]+/gu, ' ');
        expect(subject).not.toMatch(/[\p{Cc}\u2028]/u);
        expect(body).toContain(odd ? `Hello, ${cleaned}!\n` : 'Hello!\n');
        expect(body).not.toMatch(/^(Bcc|Pay here)/m);
      }
    },
  );

  it('[ORD-7] says nothing of what there is not: tracking, refund, page, name', () => {
    const bare = order({ url: null, name: '' });
    expect(orderShippedMail('en', bare, null).body).toBe(
      'Hello!\n\nYour order #1001 has been shipped.\n\nNäidispood\n',
    );
    expect(orderCanceledMail('en', bare, null).body).toBe(
      'Hello!\n\nYour order #1001 was canceled.\n\nNäidispood\n',
    );
  });

  it('[ORD-7] names a tax that comes on top, and writes amounts as the market does', () => {
    const addedTax = { name: 'Sales tax', minor: 1_100n };
    expect(orderPlacedMail('en-US', order({ market: 'us', currency: 'USD', addedTax })).body).toContain(
      'Shipping: $6.20\nSales tax: $11.00\nTotal: $1,364.76',
    );
    expect(orderRefundedMail('en', order({ market: 'in', currency: 'INR' }), 123_456_789n).body).toContain(
      '₹12,34,567.89',
    );
    expect(orderPlacedMail('fr', order()).locale).toBe('en');
  });

  describe('in the outbox', () => {
    let database: TestDatabase;
    let server: MailServer;
    beforeAll(async () => {
      database = await createTestDatabase();
      server = await startMailServer();
    });
    afterAll(async () => {
      await database.close();
      await server.close();
    });

    it('[ORD-7] go out to the buyer in his language', async () => {
      const now = new Date();
      const mail = orderShippedMail('et', order(), 'EE1');
      await database.system
        .as(nobody)
        .write(queueMail({ concerns: null, to: 'mari@example.com', ...mail, now }));
      await sendMailsJob({
        system: database.system,
        smtpUrl: server.url,
        from: 'Shop <shop@example.com>',
        now: () => now,
        forget: false,
      }).run();
      expect(server.mails).toMatchObject([{ to: 'mari@example.com' }]);
    });
  });
});
