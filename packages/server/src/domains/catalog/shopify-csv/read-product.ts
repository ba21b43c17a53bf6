import { type Column, COLUMNS, OPTION_SLOTS, type Row } from './columns.ts';
import { FieldReader } from './fields.ts';
import type { ImportedProduct, ImportedVariant } from './imported-product.ts';
import { readImages } from './read-images.ts';
import { describesVariant, LONGEST_TEXT, type OptionSlot, readVariant } from './read-variant.ts';
import { report, type RowProblem, shown } from './row-problem.ts';

/** What the products of one file share: the money they are priced in, and the SKUs given out, with their lines. */
export interface FileContext {
  currency: string;
  problems: RowProblem[];
  takenSkus: Map<string, number>;
}

type Facts = Omit<ImportedProduct, 'line' | 'handle' | 'options' | 'images' | 'variants'>;

const LONGEST_BODY = 200_000;
const MOST_TAGS = 250;
const LONGEST_TAGS = MOST_TAGS * (LONGEST_TEXT + ', '.length);
const MOST_VARIANTS = 2_048;

/** Reads a product from all rows of its handle; null where it cannot go in, and then each of its rows is reported. */
export function readProduct(rows: readonly [Row, ...Row[]], context: FileContext): ImportedProduct | null {
  const { problems } = context;
  const before = problems.length;
  const [first] = rows;
  const facts = readFacts(first, problems);
  const slots = readOptionSlots(rows, problems);
  if (problems.length > before) return leaveOut(rows, problems, before);
  const own = rows.filter((row) => belongs(row, facts.title, problems));
  const variants = readVariants(own, slots, context);
  const images = readImages(own, problems);
  if (variants.length === 0) {
    const message = `No variant of the product ${shown(first.handle)} could be read.`;
    report(problems, first, 'PRODUCT_WITHOUT_VARIANTS', message);
    return leaveOut(rows, problems, before);
  }
  return { line: first.line, handle: first.handle, ...facts, ...settleOptions(slots, variants), images };
}

function readFacts(first: Row, problems: RowProblem[]): Facts {
  const before = problems.length;
  const field = new FieldReader(first, problems);
  const title = field.text('title', LONGEST_TEXT);
  if (title === '' && problems.length === before) {
    field.fail('title', 'TITLE_MISSING', 'The first row of the product has no title.');
  }
  const status = field.raw('status').toLowerCase();
  return {
    title,
    descriptionHtml: field.html('body', LONGEST_BODY),
    vendor: field.text('vendor', LONGEST_TEXT),
    category: field.text('type', LONGEST_TEXT),
    tags: readTags(field),
    published: field.flag('published', { blank: true, absent: true }) && ['', 'active'].includes(status),
  };
}

function readTags(field: FieldReader): string[] {
  const tags = field
    .text('tags', LONGEST_TAGS)
    .split(',')
    .map((tag) => tag.trim());
  const distinct = [...new Set(tags.filter((tag) => tag !== ''))];
  if (distinct.length > MOST_TAGS) {
    field.fail('tags', 'TAGS_TOO_MANY', `The product has more than ${MOST_TAGS} tags.`);
  }
  if (distinct.some((tag) => tag.length > LONGEST_TEXT)) {
    field.fail('tags', 'FIELD_TOO_LONG', `A tag has more than ${LONGEST_TEXT} characters.`);
  }
  return distinct;
}

function readOptionSlots(rows: readonly [Row, ...Row[]], problems: RowProblem[]): OptionSlot[] {
  const field = new FieldReader(rows[0], problems);
  if (isWithoutChoices(rows)) return [];
  const slots: OptionSlot[] = [];
  const seen = new Set<string>();
  for (const place of OPTION_SLOTS) {
    if (!rows.some((row) => cell(row, place.value) !== '')) continue;
    const name = field.text(place.name, LONGEST_TEXT);
    if (name !== '' && seen.has(name.toLowerCase())) {
      field.fail(place.name, 'OPTION_NAME_REPEATED', `The product has two options called "${name}".`);
    }
    seen.add(name.toLowerCase());
    slots.push({ place, name });
  }
  return slots;
}

// The format has no product without options: it writes one option "Title" whose only value is "Default Title".
function isWithoutChoices(rows: readonly [Row, ...Row[]]): boolean {
  const [{ name, value }, ...others] = OPTION_SLOTS;
  return (
    ['', 'Title'].includes(cell(rows[0], name)) &&
    rows.every((row) => ['', 'Default Title'].includes(cell(row, value))) &&
    rows.every((row) => others.every((slot) => cell(row, slot.value) === ''))
  );
}

function cell(row: Row, column: Column): string {
  return row.cells.get(column) ?? '';
}

function belongs(row: Row, title: string, problems: RowProblem[]): boolean {
  const before = problems.length;
  const field = new FieldReader(row, problems);
  const own = field.text('title', LONGEST_TEXT);
  if (own !== '' && own !== title) {
    field.fail('title', 'HANDLE_TAKEN', `The handle already belongs to the product ${shown(title)}.`);
  }
  return problems.length === before;
}

function readVariants(
  rows: readonly Row[],
  slots: readonly OptionSlot[],
  context: FileContext,
): ImportedVariant[] {
  const { currency, problems } = context;
  const variants: ImportedVariant[] = [];
  const takenOptions = new Map<string, number>();
  for (const [index, row] of rows.entries()) {
    const hasImage = cell(row, 'imageSrc') !== '';
    if (!describesVariant(row) && (hasImage || index > 0)) {
      const place = { line: row.line, handle: row.handle };
      if (!hasImage) report(problems, place, 'ROW_EMPTY', 'The row has neither a variant nor an image.');
      continue;
    }
    const variant = readVariant(row, slots, currency, problems);
    if (variant === null || !isNew(variant, row, takenOptions, context)) continue;
    if (variants.length === MOST_VARIANTS) {
      report(problems, row, 'VARIANTS_TOO_MANY', `The product has more than ${MOST_VARIANTS} variants.`);
      continue;
    }
    takenOptions.set(combination(variant), row.line);
    if (variant.sku !== null) context.takenSkus.set(variant.sku, row.line);
    variants.push(variant);
  }
  return variants;
}

function isNew(
  variant: ImportedVariant,
  row: Row,
  takenOptions: ReadonlyMap<string, number>,
  { problems, takenSkus }: FileContext,
): boolean {
  const optionsLine = takenOptions.get(combination(variant));
  const skuLine = variant.sku === null ? undefined : takenSkus.get(variant.sku);
  if (optionsLine !== undefined) {
    const place = { line: row.line, handle: row.handle, column: COLUMNS.option1Value };
    report(problems, place, 'OPTIONS_TAKEN', `Line ${optionsLine} has the same combination of options.`);
  }
  if (skuLine !== undefined) {
    const place = { line: row.line, handle: row.handle, column: COLUMNS.sku };
    report(problems, place, 'SKU_TAKEN', `Line ${skuLine} has the same SKU ${shown(variant.sku ?? '')}.`);
  }
  return optionsLine === undefined && skuLine === undefined;
}

function combination(variant: ImportedVariant): string {
  return JSON.stringify(Object.values(variant.options));
}

function settleOptions(
  slots: readonly OptionSlot[],
  variants: ImportedVariant[],
): Pick<ImportedProduct, 'options' | 'variants'> {
  const options = slots
    .filter((slot) => slot.name !== '')
    .map(({ name }) => ({
      name,
      values: [...new Set(variants.map((variant) => variant.options[name] ?? ''))],
    }));
  const [only, second] = options;
  // The other variants may all have been broken; what is left is then a product without choices after all.
  const noChoice =
    second === undefined && only?.name === 'Title' && only.values.join('\n') === 'Default Title';
  if (!noChoice) return { options, variants };
  return { options: [], variants: variants.map((variant) => ({ ...variant, options: {} })) };
}

function leaveOut(rows: readonly Row[], problems: RowProblem[], since: number): null {
  const reported = new Set(problems.slice(since).map((problem) => problem.line));
  for (const { line, handle } of rows) {
    if (reported.has(line)) continue;
    report(problems, { line, handle }, 'PRODUCT_LEFT_OUT', 'The row was left out together with its product.');
  }
  return null;
}
