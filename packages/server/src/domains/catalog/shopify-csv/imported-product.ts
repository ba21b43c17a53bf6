/** A product as a product file describes it: every text cleaned, every amount exact, every variant complete. */
export interface ImportedProduct {
  /** Physical line of the file, counted from 1, on which the product's first row begins. */
  line: number;
  handle: string;
  title: string;
  /** HTML of the allowed kind only, safe to put on a page. */
  descriptionHtml: string;
  vendor: string;
  /** The file's `Type`. */
  category: string;
  tags: string[];
  published: boolean;
  /** Empty for a product of a single variant without choices. */
  options: { name: string; values: string[] }[];
  /** In the order to show; `position` counts from 1 without gaps. */
  images: { url: string; position: number; alt: string }[];
  variants: ImportedVariant[];
}

/** One thing that can be bought; `options` has one value for each option of its product. */
export interface ImportedVariant {
  line: number;
  sku: string | null;
  options: Record<string, string>;
  priceMinor: bigint;
  compareAtMinor: bigint | null;
  quantity: number;
  /** The file names an inventory tracker; a quantity may be given all the same where it does not. */
  tracked: boolean;
  /** The file lets it be sold beyond its quantity (policy `continue`). */
  oversell: boolean;
  /** Whole grams; a fraction in the file is rounded. */
  weightGrams: number;
  barcode: string | null;
  requiresShipping: boolean;
  taxable: boolean;
  imageUrl: string | null;
  taxCode: string | null;
}
