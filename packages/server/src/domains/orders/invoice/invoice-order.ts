export interface InvoiceLine {
  title: string;
  sku: string | null;
  /** Such as colour and size, in the order in which they are shown. */
  options: readonly { name: string; value: string }[];
  quantity: number;
  priceMinor: bigint;
  lineTotalMinor: bigint;
  /** Percent as a decimal, such as `24` or `8.875`. */
  taxPercent: string;
  taxMinor: bigint;
}

/** All that an invoice says of an order; amounts in minor units of `currency`. */
export interface InvoiceOrder {
  /** The running number, without a sign before it. */
  number: bigint;
  placedAt: Date;
  market: string;
  currency: string;
  buyer: {
    /** Name and address as they stand on an envelope, one line each. */
    lines: readonly string[];
    company: string | null;
    vatNumber: string | null;
    email: string;
  };
  /** Where it goes, as an envelope has it; null where nothing is shipped or it goes to the buyer's own address. */
  shipTo: readonly string[] | null;
  lines: readonly InvoiceLine[];
  subtotalMinor: bigint;
  shippingLabel: string | null;
  shippingMinor: bigint;
  /** Percent of the tax on shipping; the tax itself is what `taxMinor` has beyond the lines'. */
  shippingTaxPercent: string;
  taxMinor: bigint;
  taxIncluded: boolean;
  totalMinor: bigint;
  /** How it was paid; null while nothing is. */
  payment: { provider: string; paidAt: Date | null } | null;
}

/** Whose invoice it is. */
export interface InvoiceStore {
  name: string;
  addressLines: readonly string[];
  vatNumber: string | null;
  email: string | null;
}

export interface TaxGroup {
  percent: string;
  netMinor: bigint;
  taxMinor: bigint;
  grossMinor: bigint;
}

/** What was taxed at each rate, highest first; lines and shipping of a rate together. Their taxes sum to the order's. */
export function groupTaxes(order: InvoiceOrder): TaxGroup[] {
  const lineTaxes = order.lines.reduce((sum, line) => sum + line.taxMinor, 0n);
  const shippingTaxMinor = order.taxMinor - lineTaxes;
  const taxed = order.lines.map(({ taxPercent, lineTotalMinor, taxMinor }) => ({
    percent: taxPercent,
    amountMinor: lineTotalMinor,
    taxMinor,
  }));
  if (order.shippingMinor !== 0n || shippingTaxMinor !== 0n) {
    taxed.push({
      percent: order.shippingTaxPercent,
      amountMinor: order.shippingMinor,
      taxMinor: shippingTaxMinor,
    });
  }
  const groups = new Map<number, TaxGroup>();
  for (const { percent, amountMinor, taxMinor } of taxed) {
    const rate = Number(percent);
    const group = groups.get(rate) ?? { percent: String(rate), netMinor: 0n, taxMinor: 0n, grossMinor: 0n };
    group.netMinor += order.taxIncluded ? amountMinor - taxMinor : amountMinor;
    group.grossMinor += order.taxIncluded ? amountMinor : amountMinor + taxMinor;
    group.taxMinor += taxMinor;
    groups.set(rate, group);
  }
  return [...groups.entries()].sort(([a], [b]) => b - a).map(([, group]) => group);
}
