import type { Store } from '../../store.ts';
import type { Address } from '../checkout/public.ts';
import type { InvoiceLine, InvoiceOrder } from './invoice/invoice-order.ts';
import { renderInvoice } from './invoice/render-invoice.ts';
import type { LineFacts, OrderFacts } from './queries-facts.ts';

/** The invoice of an order as a PDF, in the language the order was placed in or another that is asked for (ORD-6). */
export function makeInvoice(facts: OrderFacts, store: Store, locale: string | null): Promise<Buffer> {
  const { addressLines, vatNumber, email } = store.seller;
  const seller = { name: store.name, addressLines, vatNumber, email };
  return renderInvoice(invoiceOf(facts, store), { store: seller, locale: locale ?? facts.locale });
}

function invoiceOf(facts: OrderFacts, store: Store): InvoiceOrder {
  const { shippingAddress, billingAddress, company, vatNumber, email, lines, provider, paidAt, ...rest } =
    facts;
  const buyer = billingAddress ?? shippingAddress;
  return {
    ...rest,
    buyer: { lines: envelope(buyer), company, vatNumber, email },
    shipTo: billingAddress && shippingAddress ? envelope(shippingAddress) : null,
    lines: lines.map(invoiceLine),
    shippingTaxPercent: String(store.markets[facts.market]?.tax.ratePercent ?? 0),
    payment: paidAt || provider === 'cod' ? { provider, paidAt } : null,
  };
}

function invoiceLine({ options, priceMinor, lineTotalMinor, taxMinor, ...line }: LineFacts): InvoiceLine {
  return {
    ...line,
    options: Object.entries(options).map(([name, value]) => ({ name, value })),
    priceMinor: BigInt(priceMinor),
    lineTotalMinor: BigInt(lineTotalMinor),
    taxMinor: BigInt(taxMinor),
  };
}

function envelope(address: Address | null): string[] {
  if (!address) return [];
  const { name, line1, line2, city, region, postalCode, country } = address;
  const town = [postalCode, city].filter(Boolean).join(' ');
  return [name, line1, line2, town, region, country].filter((line): line is string => Boolean(line));
}
