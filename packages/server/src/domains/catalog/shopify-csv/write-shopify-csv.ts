import { formatMajor } from '../../../platform/money.ts';
import { type Column, COLUMNS, OPTION_SLOTS } from './columns.ts';
import type { ImportedProduct, ImportedVariant } from './imported-product.ts';

type Cells = Partial<Record<Column, string>>;

// `Status` is read but not written: `Published` says all that a product here knows.
const WRITTEN = (Object.keys(COLUMNS) as Column[]).filter((column) => column !== 'status');

/** Writes products as a Shopify product CSV; reading it gives the same products, line numbers apart. */
export function writeShopifyCsv(products: readonly ImportedProduct[], options: { currency: string }): string {
  const header = WRITTEN.map((column) => COLUMNS[column]);
  const rows = products.flatMap((product) => productRows(product, options.currency));
  const lines = [header, ...rows.map((cells) => WRITTEN.map((column) => cells[column] ?? ''))];
  return lines.map((cells) => `${cells.map(quoted).join(',')}\n`).join('');
}

function productRows(product: ImportedProduct, currency: string): Cells[] {
  const count = Math.max(product.variants.length, product.images.length, 1);
  return Array.from({ length: count }, (_, index): Cells => {
    const variant = product.variants[index];
    const image = product.images[index];
    return {
      handle: product.handle,
      ...(index === 0 ? productCells(product) : {}),
      ...(variant ? variantCells(variant, product, currency) : {}),
      ...(image ? { imageSrc: image.url, imagePosition: String(image.position), imageAlt: image.alt } : {}),
    };
  });
}

function productCells(product: ImportedProduct): Cells {
  const cells: Cells = {
    title: product.title,
    body: product.descriptionHtml,
    vendor: product.vendor,
    type: product.category,
    tags: product.tags.join(', '),
    published: flag(product.published),
  };
  for (const [index, slot] of OPTION_SLOTS.entries()) cells[slot.name] = product.options[index]?.name ?? '';
  if (product.options.length === 0) cells.option1Name = 'Title';
  return cells;
}

function variantCells(variant: ImportedVariant, product: ImportedProduct, currency: string): Cells {
  const cells: Cells = {
    sku: variant.sku ?? '',
    grams: String(variant.weightGrams),
    tracker: variant.tracked ? 'shopify' : '',
    quantity: String(variant.quantity),
    policy: variant.oversell ? 'continue' : 'deny',
    fulfilment: 'manual',
    price: formatMajor(variant.priceMinor, currency),
    compareAt: variant.compareAtMinor === null ? '' : formatMajor(variant.compareAtMinor, currency),
    requiresShipping: flag(variant.requiresShipping),
    taxable: flag(variant.taxable),
    barcode: variant.barcode ?? '',
    variantImage: variant.imageUrl ?? '',
    taxCode: variant.taxCode ?? '',
  };
  for (const [index, slot] of OPTION_SLOTS.entries()) {
    const option = product.options[index];
    if (option !== undefined) cells[slot.value] = variant.options[option.name] ?? '';
  }
  if (product.options.length === 0) cells.option1Value = 'Default Title';
  return cells;
}

function flag(value: boolean): string {
  return value ? 'true' : 'false';
}

// A value that begins with = + - or @ is written as it is. A spreadsheet may take it for a formula, but the usual
// remedy, an apostrophe in front, changes the value for every other reader (a SKU "-10" would come back as "'-10").
// The file is made for importing again; who opens it in a spreadsheet must import the columns as text.
function quoted(cell: string): string {
  return /[",\r\n]/.test(cell) || cell !== cell.trim() ? `"${cell.replaceAll('"', '""')}"` : cell;
}
