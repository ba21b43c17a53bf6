import type { LineFacts } from '../cart/public.ts';

/** A line as an order keeps it, whatever becomes of the product. */
export interface FrozenLine {
  variantId: string;
  productId: string;
  designerId: string;
  slug: string;
  sku: string | null;
  title: string;
  options: Record<string, string>;
  imageUrl: string | null;
  purchase: LineFacts['purchase'];
  quantity: number;
  priceMinor: bigint;
  lineTotalMinor: bigint;
  taxPercent: number;
  taxMinor: bigint;
  weightGrams: number;
  commissionPercent: number;
}

/** A line in `checkouts.lines`: JSON has no numbers as large as amounts may be. */
export type StoredLine = {
  [Key in keyof FrozenLine]: FrozenLine[Key] extends bigint ? string : FrozenLine[Key];
};

export function storedLines(lines: readonly FrozenLine[]): StoredLine[] {
  return lines.map((line) => ({
    ...line,
    priceMinor: String(line.priceMinor),
    lineTotalMinor: String(line.lineTotalMinor),
    taxMinor: String(line.taxMinor),
  }));
}

export function frozenLines(lines: readonly StoredLine[]): FrozenLine[] {
  return lines.map((line) => ({
    ...line,
    priceMinor: BigInt(line.priceMinor),
    lineTotalMinor: BigInt(line.lineTotalMinor),
    taxMinor: BigInt(line.taxMinor),
  }));
}
