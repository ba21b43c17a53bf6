import { currencyDigits } from '../../../platform/money.ts';
import { cleanText } from './clean-text.ts';
import { type Column, COLUMNS, readHeader, type Row } from './columns.ts';
import { type CsvRecord, type LostLines, readCsvRecords } from './csv-records.ts';
import type { ImportedProduct } from './imported-product.ts';
import { type FileContext, readProduct } from './read-product.ts';
import { report, type RowProblem, shown } from './row-problem.ts';

/** What a product file holds: the products that can go in, and why each of the others cannot. */
export interface ImportReading {
  products: ImportedProduct[];
  /** In the order of their lines. */
  problems: RowProblem[];
  /** Rows found below the header, read or not; blank ones do not count. */
  rows: number;
}

const LONGEST_HANDLE = 255;
const UTF_16_MARKS = ['fffe', 'feff'];

/**
 * Reads a Shopify product CSV, priced in `currency`. A broken row is reported with its line and the rest is read;
 * throws MoneyError for a currency that is none, and nothing for any file.
 */
export function readShopifyCsv(input: Buffer | string, options: { currency: string }): ImportReading {
  currencyDigits(options.currency);
  const bytes = typeof input === 'string' ? Buffer.from(input, 'utf8') : input;
  const problems: RowProblem[] = [];
  if (UTF_16_MARKS.includes(bytes.toString('hex', 0, 2))) {
    report(problems, { line: 1 }, 'FILE_NOT_UTF8', 'The file is encoded in UTF-16.');
    return { products: [], problems, rows: 0 };
  }
  const { header, records, lost } = readCsvRecords(bytes);
  for (const lines of lost) reportLoss(lines, problems);
  if (header === null) {
    if (lost.length === 0) report(problems, { line: 1 }, 'FILE_EMPTY', 'The file is empty.');
    return { products: [], problems, rows: 0 };
  }
  const places = readHeader(header.cells, header.line, problems);
  const rows = records.length + lost.length;
  if (places === null) return { products: [], problems, rows };
  const context: FileContext = { currency: options.currency, problems, takenSkus: new Map() };
  const products: ImportedProduct[] = [];
  for (const group of groupByHandle(records, places, problems)) {
    const product = readProduct(group, context);
    if (product !== null) products.push(product);
  }
  problems.sort((a, b) => a.line - b.line);
  return { products, problems, rows };
}

function reportLoss({ line, lastLine, cause }: LostLines, problems: RowProblem[]): void {
  const lines = line === lastLine ? `Line ${line}` : `Lines ${line} to ${lastLine}`;
  const why = {
    QUOTE_UNBALANCED: 'could not be read, because a double quote is missing or misplaced',
    COLUMN_COUNT: 'could not be read, because the number of cells differs from the header',
    ROW_TOO_LONG: 'could not be read, because the row is too long',
    TEXT_NOT_UTF8: 'could not be read, because the text is not UTF-8',
    TEXT_HAS_NUL: 'could not be read, because the text contains a NUL character',
  }[cause];
  report(problems, { line }, cause, `${lines} ${why}.`);
}

function groupByHandle(
  records: readonly CsvRecord[],
  places: ReadonlyMap<Column, number>,
  problems: RowProblem[],
): Iterable<[Row, ...Row[]]> {
  const groups = new Map<string, [Row, ...Row[]]>();
  for (const record of records) {
    const cells = new Map<Column, string>();
    for (const [column, index] of places) cells.set(column, (record.cells[index] ?? '').trim());
    const handle = readHandle(cells.get('handle') ?? '', record.line, problems);
    if (handle === null) continue;
    const row = { line: record.line, handle, cells };
    const group = groups.get(handle);
    if (group === undefined) groups.set(handle, [row]);
    else group.push(row);
  }
  return groups.values();
}

function readHandle(text: string, line: number, problems: RowProblem[]): string | null {
  const place = { line, column: COLUMNS.handle };
  if (text.length > LONGEST_HANDLE) {
    report(problems, place, 'FIELD_TOO_LONG', `"Handle" has more than ${LONGEST_HANDLE} characters.`);
    return null;
  }
  const handle = cleanText(text.toLowerCase());
  if (/^[\p{L}\p{N}][\p{L}\p{N}\p{M}._-]*$/u.test(handle)) return handle;
  if (text === '') report(problems, place, 'HANDLE_MISSING', 'The row has no handle.');
  else report(problems, place, 'HANDLE_INVALID', `The handle ${shown(text)} cannot stand in a web address.`);
  return null;
}
