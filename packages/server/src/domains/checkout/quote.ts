import { multiplyRate } from '../../platform/money.ts';
import { taxRate } from './checkout-policy.ts';

export interface PricedLine {
  quantity: number;
  priceMinor: bigint;
  /** 0 where the goods are not taxed. */
  taxPercent: number;
}

export type QuotedLine<Line extends PricedLine> = Line & { lineTotalMinor: bigint; taxMinor: bigint };

/** Amounts of an order in minor units. Included tax is a part of the others, other tax comes on top. */
export interface Totals {
  subtotalMinor: bigint;
  shippingMinor: bigint;
  taxMinor: bigint;
  taxIncluded: boolean;
  totalMinor: bigint;
}

/**
 * Adds up an order (CHK-3). Tax is rounded half to even once per line and once for shipping, and only then summed; nothing
 * is rounded afterwards, so lines + shipping + tax = total to the last unit.
 */
export function quote<Line extends PricedLine>(order: {
  lines: readonly Line[];
  shippingMinor: bigint;
  shippingTaxPercent: number;
  taxIncluded: boolean;
}): Totals & { lines: QuotedLine<Line>[] } {
  const { shippingMinor, taxIncluded } = order;
  const taxOf = (amountMinor: bigint, percent: number) =>
    multiplyRate(amountMinor, taxRate(percent, taxIncluded));
  const lines = order.lines.map((line) => {
    const lineTotalMinor = line.priceMinor * BigInt(line.quantity);
    return { ...line, lineTotalMinor, taxMinor: taxOf(lineTotalMinor, line.taxPercent) };
  });
  const subtotalMinor = sum(lines.map((line) => line.lineTotalMinor));
  const taxMinor = sum(lines.map((line) => line.taxMinor)) + taxOf(shippingMinor, order.shippingTaxPercent);
  const totalMinor = subtotalMinor + shippingMinor + (taxIncluded ? 0n : taxMinor);
  return { lines, subtotalMinor, shippingMinor, taxMinor, taxIncluded, totalMinor };
}

function sum(amounts: readonly bigint[]): bigint {
  return amounts.reduce((total, amount) => total + amount, 0n);
}
