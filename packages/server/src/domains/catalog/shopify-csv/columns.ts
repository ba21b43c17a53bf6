import { report, type RowProblem } from './row-problem.ts';

/** The columns of the format that carry something of ours, in the order in which they are written. */
export const COLUMNS = {
  handle: 'Handle',
  title: 'Title',
  body: 'Body (HTML)',
  vendor: 'Vendor',
  type: 'Type',
  tags: 'Tags',
  published: 'Published',
  option1Name: 'Option1 Name',
  option1Value: 'Option1 Value',
  option2Name: 'Option2 Name',
  option2Value: 'Option2 Value',
  option3Name: 'Option3 Name',
  option3Value: 'Option3 Value',
  sku: 'Variant SKU',
  grams: 'Variant Grams',
  tracker: 'Variant Inventory Tracker',
  quantity: 'Variant Inventory Qty',
  policy: 'Variant Inventory Policy',
  fulfilment: 'Variant Fulfillment Service',
  price: 'Variant Price',
  compareAt: 'Variant Compare At Price',
  requiresShipping: 'Variant Requires Shipping',
  taxable: 'Variant Taxable',
  barcode: 'Variant Barcode',
  imageSrc: 'Image Src',
  imagePosition: 'Image Position',
  imageAlt: 'Image Alt Text',
  variantImage: 'Variant Image',
  taxCode: 'Variant Tax Code',
  status: 'Status',
} as const;

export type Column = keyof typeof COLUMNS;

/** The places of the three options a product can have. */
export const OPTION_SLOTS = [
  { name: 'option1Name', value: 'option1Value' },
  { name: 'option2Name', value: 'option2Value' },
  { name: 'option3Name', value: 'option3Value' },
] as const satisfies readonly { name: Column; value: Column }[];

/** One row of a product; a column that the file does not have is absent from `cells`, a blank cell is ''. */
export interface Row {
  line: number;
  handle: string;
  cells: ReadonlyMap<Column, string>;
}

const REQUIRED: readonly Column[] = ['handle', 'title', 'price'];

/** Finds where each known column stands, whatever the order and case; null, with one problem, where a file cannot be read. */
export function readHeader(
  header: readonly string[],
  line: number,
  problems: RowProblem[],
): ReadonlyMap<Column, number> | null {
  const known = new Map(
    Object.entries(COLUMNS).map(([column, name]) => [name.toLowerCase(), column as Column]),
  );
  const places = new Map<Column, number>();
  for (const [index, name] of header.entries()) {
    const column = known.get(name.trim().toLowerCase());
    if (column === undefined) continue;
    if (places.has(column)) {
      const place = { line, column: COLUMNS[column] };
      report(problems, place, 'COLUMN_REPEATED', `The header has the column "${COLUMNS[column]}" twice.`);
      return null;
    }
    places.set(column, index);
  }
  const missing = REQUIRED.filter((column) => !places.has(column)).map((column) => `"${COLUMNS[column]}"`);
  if (missing.length === 0) return places;
  report(
    problems,
    { line },
    'COLUMNS_MISSING',
    `The header lacks ${missing.join(', ')}.${separatorNote(header)}`,
  );
  return null;
}

function separatorNote(header: readonly string[]): string {
  const [only = ''] = header;
  if (header.length > 1 || !/[;\t]/.test(only)) return '';
  return ' Its cells seem to be separated by something other than commas.';
}
