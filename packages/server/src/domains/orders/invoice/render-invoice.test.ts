import fc from 'fast-check';
import { describe, expect, it } from 'vitest';
import { groupTaxes, type InvoiceOrder } from './invoice-order.ts';
import { invoiceOrder, line, STORE } from './invoice.fixture.ts';
import { readPdf } from './read-pdf.fixture.ts';
import { renderInvoice } from './render-invoice.ts';

const read = async (order: InvoiceOrder, locale = 'en') =>
  readPdf(await renderInvoice(order, { store: STORE, locale }));

describe('an invoice', () => {
  it('[ORD-6] names seller, buyer, order, lines, taxes, totals and payment', async () => {
    const { pages, title } = await read(invoiceOrder({ shipTo: ['Jaan Tamm', 'Rüütli 1, Tartu'] }));
    expect(title).toBe('Invoice #1001');
    expect(pages).toHaveLength(1);
    const [rows] = pages as [string[]];
    for (const row of [
      'Cartwright Näidispood OÜ Invoice #1001',
      'Telliskivi 60a Date: 9 March 2026',
      'VAT number: EE123456789',
      'Bill to Ship to',
      'mari@example.com',
      'Item Qty Unit price Amount',
      'Linen shirt 2 €62.00 €124.00',
      'Colour: Sand · Size: M · SKU: LIN-001',
      'Subtotal €124.00',
      'Shipping (Omniva) €6.20',
      'Total €130.20',
      'of which VAT €25.20',
      'VAT, rate Net VAT Gross',
      '24% €105.00 €25.20 €130.20',
      'Paid with: card (Stripe), 9 March 2026',
      'Cartwright Näidispood OÜ · Invoice #1001 Page 1 of 1',
    ])
      expect(rows).toContain(row);
    for (const part of ['Mari Õunapuu', 'Pärnu mnt 5–12', 'Jaan Tamm', 'Rüütli 1, Tartu'])
      expect(rows.join('\n')).toContain(part);
  });

  it('[ORD-6] speaks Estonian', async () => {
    const { text } = await read(invoiceOrder(), 'et');
    for (const part of [
      'Arve #1001',
      'Kuupäev: 9. märts 2026',
      'KMKR number: EE123456789',
      'Linen shirt 2 62,00 € 124,00 €',
      'Kokku 130,20 €',
      'sellest käibemaks 25,20 €',
      'Makseviis: kaart (Stripe)',
      'Lk 1 / 1',
    ])
      expect(text).toContain(part);
  });

  it('[ORD-6] speaks Russian, and has the letters of Kyrgyz, to a company with its tax number', async () => {
    const { text } = await read(
      invoiceOrder({
        market: 'kg',
        currency: 'KGS',
        buyer: {
          lines: ['Айгүл Өмүрбекова', 'Бишкек, Чүй проспектиси 1'],
          company: 'ОсОО «Ала-Тоо Дизайн»',
          vatNumber: '01234567890123',
          email: 'aigul@example.com',
        },
        lines: [line({ title: 'Кийизден жасалган шырдак — үй үчүн, ңң', priceMinor: 123_456n })],
        payment: { provider: 'cod', paidAt: null },
      }),
      'ru-RU',
    );
    for (const part of [
      'Счёт #1001',
      'ОсОО «Ала-Тоо Дизайн»',
      'Айгүл Өмүрбекова',
      'Чүй проспектиси',
      '01234567890123',
      'Кийизден жасалган шырдак — үй үчүн, ңң 2 1 234,56 сом',
      'Итого 130,20 сом',
      'в том числе НДС',
      'Способ оплаты: наличные при получении',
      'Стр. 1 из 1',
    ])
      expect(text).toContain(part);
  });

  it('[ORD-6] [CHK-3] adds a tax that is not included, and says what is not paid', async () => {
    const { text } = await read(
      invoiceOrder({
        market: 'us',
        currency: 'USD',
        taxIncluded: false,
        lines: [line({ taxPercent: '8.875', taxMinor: 1_100n })],
        shippingLabel: null,
        shippingMinor: 500n,
        shippingTaxPercent: '0',
        taxMinor: 1_100n,
        totalMinor: 14_000n,
        payment: null,
      }),
    );
    for (const part of [
      'Date: March 9, 2026',
      'Shipping $5.00',
      'Sales tax $11.00',
      'Total $140.00',
      '8.875% $124.00 $11.00 $135.00',
      'Not paid yet',
    ])
      expect(text).toContain(part);
    expect(text).not.toMatch(/of which|^0%/m);
  });

  it('[ORD-6] writes a currency as its market does: lakhs, no decimals, three of them', async () => {
    const total = async (market: string, currency: string) =>
      (await read(invoiceOrder({ market, currency, totalMinor: 123_456_789n }))).text.match(
        /^Total (.+)$/m,
      )![1];
    expect(await total('in', 'INR')).toBe('₹12,34,567.89');
    expect(await total('jp', 'JPY')).toMatch(/^[¥￥]123,456,789$/);
    expect(await total('kw', 'KWD')).toBe('KWD 123,456.789');
    const exact = invoiceOrder({ totalMinor: 9_007_199_254_740_993n });
    expect((await read(exact)).text).toContain('€90,071,992,547,409.93');
  });

  it('[ORD-6] goes over pages with the heading on each, every line once, and its totals in one piece', async () => {
    for (const count of [14, 15, 16, 17, 18, 60]) {
      const lines = Array.from({ length: count }, (_, index) => line({ title: `Product no ${index + 1}.` }));
      const { pages } = await read(invoiceOrder({ lines }));
      const titles = pages.flat().flatMap((row) => /^Product no (\d+)\. /.exec(row)?.[1] ?? []);
      expect(titles).toEqual(lines.map((_, index) => String(index + 1)));
      for (const [index, page] of pages.entries()) {
        expect(page.at(-1)).toContain(`Page ${index + 1} of ${pages.length}`);
        if (page.some((row) => row.startsWith('Product')))
          expect(page).toContain('Item Qty Unit price Amount');
      }
      const places = ['Subtotal', 'Total', '24%', 'Paid with'].map((start) =>
        pages.findIndex((page) => page.some((row) => row.startsWith(start))),
      );
      expect(new Set(places)).toEqual(new Set([pages.length - 1]));
    }
  });

  it('[ORD-6] breaks long titles, with or without spaces, and loses no letter of them', async () => {
    const words = Array.from({ length: 60 }, (_, index) => `word${index}`).join(' ');
    const { text } = await read(
      invoiceOrder({ lines: [line({ title: words }), line({ title: 'Õ'.repeat(300) })] }),
    );
    for (const word of words.split(' ')) expect(text).toMatch(new RegExp(`\\b${word}\\b`));
    expect(text.match(/Õ/g)!.length).toBe(301);
  });

  it('[ORD-6] has the letters of Devanagari and Georgian', async () => {
    const { text } = await read(invoiceOrder({ lines: [line({ title: 'नमक ქართული კაბა Saree' })] }));
    expect(text).toContain('ქართული');
    expect(text).toContain('Saree');
    expect(text).toContain('नमक');
  });

  it('[ORD-6] of names with pictures, other directions and signs that steer is drawn all the same', async () => {
    const { text } = await read(
      invoiceOrder({
        lines: [
          line({ title: '🎁 Gift 👨‍👩‍👧‍👦 2️⃣ for you', options: [{ name: '', value: '' }] }),
          line({ title: '🎁' }),
        ],
        buyer: {
          lines: ['שלום عربي 東京', '', 'a\u0000b\nc\u202Ed'],
          company: null,
          vatNumber: null,
          email: '',
        },
        shipTo: [],
      }),
    );
    expect(text).toMatch(/^Gift 2 for you/m);
    expect(text).toContain('a b cd');
  });

  it('[ORD-6] whatever it says is drawn', async () => {
    const text = fc.string({ unit: 'binary', maxLength: 120 });
    const property = fc.asyncProperty(
      text,
      text,
      text,
      fc.bigInt(-(2n ** 62n), 2n ** 62n),
      async (title, name, company, amount) => {
        const order = invoiceOrder({
          lines: [line({ title, lineTotalMinor: amount })],
          buyer: { lines: [name], company, vatNumber: name, email: title },
        });
        const pdf = await renderInvoice(order, { store: { ...STORE, name: company }, locale: 'en' });
        expect(pdf.subarray(0, 5).toString()).toBe('%PDF-');
      },
    );
    await fc.assert(property, { numRuns: 25 });
  });

  it('[ORD-6] of one order is the same to the byte', async () => {
    const [first, second] = await Promise.all([
      renderInvoice(invoiceOrder(), { store: STORE, locale: 'et' }),
      renderInvoice(invoiceOrder(), { store: STORE, locale: 'et' }),
    ]);
    expect(first.equals(second)).toBe(true);
  });

  it('[ORD-6] [CHK-3] tells the taxes of each rate, which sum to the tax of the order', () => {
    const order = invoiceOrder({
      lines: [
        line(),
        line({ taxPercent: '9', taxMinor: 1_024n }),
        line({ taxPercent: '24.0' }),
        line({ taxPercent: '0', taxMinor: 0n }),
      ],
    });
    const groups = groupTaxes(order);
    expect(groups.map(({ percent }) => percent)).toEqual(['24', '9', '0']);
    expect(groups.reduce((sum, { taxMinor }) => sum + taxMinor, 0n)).toBe(order.taxMinor);
    expect(groups.reduce((sum, { grossMinor }) => sum + grossMinor, 0n)).toBe(order.totalMinor);
    expect(groups.every((group) => group.netMinor + group.taxMinor === group.grossMinor)).toBe(true);
  });
});
