import { OPTION_SLOTS, type Row } from './columns.ts';
import { FieldReader } from './fields.ts';
import type { ImportedVariant } from './imported-product.ts';
import type { RowProblem } from './row-problem.ts';

/** An option of a product in use: its place in the file, and its name ('' where the first row gives none). */
export interface OptionSlot {
  place: (typeof OPTION_SLOTS)[number];
  name: string;
}

/** The longest name, code or option value, in characters. */
export const LONGEST_TEXT = 255;

/** Tells whether a row holds a variant at all; a row of an image has neither option values nor price nor SKU. */
export function describesVariant(row: Row): boolean {
  const columns = [...OPTION_SLOTS.map((slot) => slot.value), 'price', 'sku'] as const;
  return columns.some((column) => (row.cells.get(column) ?? '') !== '');
}

/** Reads the variant of a row; null, with every fault reported, where one of its cells is wrong. */
export function readVariant(
  row: Row,
  slots: readonly OptionSlot[],
  currency: string,
  problems: RowProblem[],
): ImportedVariant | null {
  const before = problems.length;
  const field = new FieldReader(row, problems);
  const priceMinor = field.amount('price', currency, 'PRICE_INVALID');
  if (field.raw('price') === '') field.fail('price', 'PRICE_MISSING', 'The variant has no price.');
  const variant: ImportedVariant = {
    line: row.line,
    sku: field.textOrNull('sku', LONGEST_TEXT),
    options: readOptions(field, slots),
    priceMinor: priceMinor ?? 0n,
    compareAtMinor: field.amount('compareAt', currency, 'COMPARE_AT_INVALID'),
    quantity: field.quantity('quantity'),
    tracked: field.raw('tracker') !== '',
    oversell: readPolicy(field),
    weightGrams: field.grams('grams'),
    barcode: field.textOrNull('barcode', LONGEST_TEXT),
    // A blank cell means FALSE in this format; a file without the column says nothing, and then the careful answer is TRUE.
    requiresShipping: field.flag('requiresShipping', { blank: false, absent: true }),
    taxable: field.flag('taxable', { blank: false, absent: true }),
    imageUrl: field.url('variantImage'),
    taxCode: field.textOrNull('taxCode', LONGEST_TEXT),
  };
  return problems.length === before ? variant : null;
}

function readOptions(field: FieldReader, slots: readonly OptionSlot[]): Record<string, string> {
  const chosen: [string, string][] = [];
  for (const { place, name } of slots) {
    const value = field.text(place.value, LONGEST_TEXT);
    if (name === '' && value !== '') {
      field.fail(place.name, 'OPTION_NAME_MISSING', 'The value has no option name on the first row.');
    } else if (name !== '' && value === '') {
      field.fail(place.value, 'OPTION_VALUE_MISSING', `The variant has no value for "${name}".`);
    }
    const repeated = field.text(place.name, LONGEST_TEXT);
    if (repeated !== '' && name !== '' && repeated !== name) {
      field.fail(
        place.name,
        'OPTION_NAME_CONFLICT',
        `The first row of the product calls this option "${name}".`,
      );
    }
    if (name !== '') chosen.push([name, value]);
  }
  // fromEntries, because an option may be called "__proto__".
  return Object.fromEntries(chosen);
}

function readPolicy(field: FieldReader): boolean {
  const policy = field.raw('policy').toLowerCase();
  if (!['', 'deny', 'continue'].includes(policy)) {
    field.fail('policy', 'POLICY_INVALID', 'The inventory policy is neither "deny" nor "continue".');
  }
  return policy === 'continue';
}
