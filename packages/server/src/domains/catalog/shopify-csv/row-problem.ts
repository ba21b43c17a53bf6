/** Why a row, or a part of it, did not go in; `line` counts physical lines of the file from 1. */
export interface RowProblem {
  line: number;
  handle: string | null;
  column: string | null;
  /** A stable word for machines. */
  reason: string;
  message: string;
  hint: string;
}

/** Where in the file a problem is; `column` is named as the file names it. */
interface Place {
  line: number;
  handle?: string | null;
  column?: string;
}

export type ProblemReason = keyof typeof HINTS;

const HINTS = {
  FILE_EMPTY: 'Export the products again and check that the file has a header line.',
  FILE_NOT_UTF8: 'Save the file as "CSV UTF-8" and import it again.',
  COLUMNS_MISSING: 'Add the columns to the header line, separated by commas and named exactly like this.',
  COLUMN_REPEATED: 'Keep one column of this name.',
  QUOTE_UNBALANCED: 'Put the whole cell between double quotes and write a quote inside it twice ("").',
  COLUMN_COUNT: 'Give the row as many cells as the header; a cell with a comma or a line break needs quotes.',
  ROW_TOO_LONG: 'Shorten the row, or close the quote that was left open in it.',
  TEXT_NOT_UTF8: 'Save the file as "CSV UTF-8" and import it again.',
  TEXT_HAS_NUL: 'Remove the NUL character from the row.',
  HANDLE_MISSING: 'Give every row the handle of its product.',
  HANDLE_INVALID: 'Use letters, digits and hyphens only, such as "blue-shirt".',
  HANDLE_TAKEN: 'Give the second product a handle of its own.',
  TITLE_MISSING: 'Write the title on the first row of the product.',
  FIELD_TOO_LONG: 'Shorten the text.',
  TAGS_TOO_MANY: 'Keep fewer tags.',
  FLAG_INVALID: 'Write TRUE or FALSE.',
  OPTION_NAME_MISSING: 'Name the option on the first row of the product, or remove the value.',
  OPTION_NAME_REPEATED: 'Give each option of the product its own name.',
  OPTION_NAME_CONFLICT: 'Name options on the first row of the product only.',
  OPTION_VALUE_MISSING: 'Give each variant one value for each option of its product.',
  OPTIONS_TAKEN: 'Give each variant of the product a different combination of option values.',
  SKU_TAKEN: 'Give each variant its own SKU, or leave it blank.',
  PRICE_MISSING: 'Give each variant a price.',
  PRICE_INVALID: 'Write the amount like 1299.50: no currency sign, no thousands separator, no sign.',
  COMPARE_AT_INVALID: 'Write the amount like 1299.50, or leave it blank.',
  QUANTITY_INVALID: 'Write a whole number such as 12, or leave it blank for none.',
  QUANTITY_NEGATIVE: 'Write 0 for a variant that is sold out.',
  POLICY_INVALID: 'Write "deny" or "continue".',
  WEIGHT_INVALID: 'Write the weight in grams, such as 250, or leave it blank.',
  IMAGE_URL_INVALID:
    'Use a full address that begins with https:// or http://, or a path of this server that begins with /.',
  IMAGE_POSITION_INVALID: 'Number the images 1, 2, 3, or leave the position blank.',
  IMAGES_TOO_MANY: 'Keep fewer images.',
  VARIANTS_TOO_MANY: 'Split the product into several.',
  ROW_EMPTY: 'Give the row option values and a price, or an image, or remove it.',
  PRODUCT_WITHOUT_VARIANTS: 'Correct the rows reported for this product, or add one with a price.',
  PRODUCT_LEFT_OUT: 'Correct the other rows reported for this product and import the file again.',
} as const;

/** Adds a problem with the hint that belongs to its reason. */
export function report(problems: RowProblem[], place: Place, reason: ProblemReason, message: string): void {
  problems.push({
    line: place.line,
    handle: place.handle ?? null,
    column: place.column ?? null,
    reason,
    message,
    hint: HINTS[reason],
  });
}

/** Quotes a cell for a message, cut short so that a report stays readable. */
export function shown(value: string): string {
  // Control characters could make a terminal do things when the report is printed.
  const points = Array.from(value.slice(0, 200).replace(/\p{Cc}/gu, ' '));
  return points.length > 40 ? `"${points.slice(0, 40).join('')}…"` : `"${points.join('')}"`;
}
