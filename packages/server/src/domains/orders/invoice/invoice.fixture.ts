import type { InvoiceLine, InvoiceOrder, InvoiceStore } from './invoice-order.ts';

export const STORE: InvoiceStore = {
  name: 'Cartwright Näidispood OÜ',
  addressLines: ['Telliskivi 60a', '10412 Tallinn', 'Eesti'],
  vatNumber: 'EE123456789',
  email: 'pood@example.com',
};

export const line = (changes: Partial<InvoiceLine> = {}): InvoiceLine => ({
  title: 'Linen shirt',
  sku: 'LIN-001',
  options: [
    { name: 'Colour', value: 'Sand' },
    { name: 'Size', value: 'M' },
  ],
  quantity: 2,
  priceMinor: 6_200n,
  lineTotalMinor: 12_400n,
  taxPercent: '24',
  taxMinor: 2_400n,
  ...changes,
});

/** An order whose totals are those of its lines and shipping. */
export function invoiceOrder(changes: Partial<InvoiceOrder> = {}): InvoiceOrder {
  const lines = changes.lines ?? [line()];
  const shippingMinor = changes.shippingMinor ?? 620n;
  const subtotalMinor = lines.reduce((sum, { lineTotalMinor }) => sum + lineTotalMinor, 0n);
  const taxMinor = lines.reduce((sum, { taxMinor: tax }) => sum + tax, 0n) + (shippingMinor * 24n) / 124n;
  const taxIncluded = changes.taxIncluded ?? true;
  return {
    number: 1001n,
    placedAt: new Date('2026-03-09T21:30:00Z'),
    market: 'ee',
    currency: 'EUR',
    buyer: {
      lines: ['Mari Õunapuu', 'Pärnu mnt 5–12', '10148 Tallinn', 'Eesti'],
      company: null,
      vatNumber: null,
      email: 'mari@example.com',
    },
    shipTo: null,
    lines,
    subtotalMinor,
    shippingLabel: 'Omniva',
    shippingMinor,
    shippingTaxPercent: '24',
    taxMinor,
    taxIncluded,
    totalMinor: subtotalMinor + shippingMinor + (taxIncluded ? 0n : taxMinor),
    payment: { provider: 'stripe', paidAt: new Date('2026-03-09T21:31:00Z') },
    ...changes,
  };
}
