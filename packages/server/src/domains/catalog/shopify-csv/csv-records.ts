import { isUtf8 } from 'node:buffer';
import { CsvError, type InfoRecord, parse } from 'csv-parse/sync';

/** A record that was read; `line` is the physical line on which it begins. */
export interface CsvRecord {
  line: number;
  cells: string[];
}

/** Physical lines, both ends included, that hold no usable record. */
export interface LostLines {
  line: number;
  lastLine: number;
  cause: 'QUOTE_UNBALANCED' | 'COLUMN_COUNT' | 'ROW_TOO_LONG' | 'TEXT_NOT_UTF8' | 'TEXT_HAS_NUL';
}

interface CsvReading {
  header: CsvRecord | null;
  records: CsvRecord[];
  lost: LostLines[];
}

interface Span {
  start: number;
  end: number;
  cells: string[];
}

interface Scan {
  spans: Span[];
  /** Where reading had to stop, and why; null where it reached the end. */
  stop: { at: number; cause: LostLines['cause'] } | null;
}

const LONGEST_RECORD = 1_048_576;
const LF = 0x0a;
const CR = 0x0d;
const QUOTE = 0x22;

/**
 * Reads comma-separated records, the first as the header. A record that cannot be read costs its own lines only:
 * reading resumes on the next physical line, and every line given up is in `lost`.
 */
export function readCsvRecords(input: Buffer): CsvReading {
  const reading: CsvReading = { header: null, records: [], lost: [] };
  const ledger = new LineLedger(input, reading.lost);
  const wholeFileIsText = isUtf8(input) && !input.includes(0);
  let at = 0;
  while (at < input.length) {
    const { spans, stop } = scan(input, at);
    for (const span of spans) {
      const line = ledger.lineAt(span.start);
      const cause = causeOfLoss(span, reading.header?.cells.length ?? null, input, wholeFileIsText);
      if (cause !== null) ledger.lose(span.start, span.end, cause);
      else if (reading.header === null) reading.header = { line, cells: span.cells };
      else if (!isBlank(span)) reading.records.push({ line, cells: span.cells });
      // Without a header the rest has no meaning.
      if (reading.header === null) return reading;
    }
    if (stop === null) return reading;
    at = endOfLine(input, stop.at);
    ledger.lose(stop.at, at, stop.cause);
    if (reading.header === null) return reading;
  }
  return reading;
}

function scan(input: Buffer, from: number): Scan {
  const spans: Span[] = [];
  let read = from;
  const collect = (cells: string[], info: InfoRecord): null => {
    const end = from + info.bytes;
    spans.push({ start: skipLineEnds(input, read), end, cells });
    read = end;
    return null;
  };
  try {
    parse(input.subarray(from), {
      bom: from === 0,
      record_delimiter: ['\r\n', '\n', '\r'],
      relax_column_count: true,
      skip_empty_lines: true,
      max_record_size: LONGEST_RECORD,
      on_record: collect,
    });
    return { spans, stop: null };
  } catch (error) {
    if (!(error instanceof CsvError)) throw error;
    const at = skipLineEnds(input, read);
    const tooLong = error.code === 'CSV_MAX_RECORD_SIZE' && endOfLine(input, at) - at >= LONGEST_RECORD;
    return { spans, stop: { at, cause: tooLong ? 'ROW_TOO_LONG' : 'QUOTE_UNBALANCED' } };
  }
}

function causeOfLoss(
  span: Span,
  width: number | null,
  input: Buffer,
  knownAsText: boolean,
): LostLines['cause'] | null {
  const bytes = input.subarray(span.start, span.end);
  if (!knownAsText && !isUtf8(bytes)) return 'TEXT_NOT_UTF8';
  if (!knownAsText && bytes.includes(0)) return 'TEXT_HAS_NUL';
  // Lines inside a well-formed cell are never tried as rows: a description must not be able to smuggle products in.
  return width === null || span.cells.length === width || isBlank(span) ? null : 'COLUMN_COUNT';
}

function isBlank(span: Span): boolean {
  return span.cells.every((cell) => cell.trim() === '');
}

function skipLineEnds(input: Buffer, from: number): number {
  let at = from;
  while (input[at] === LF || input[at] === CR) at += 1;
  return at;
}

function endOfLine(input: Buffer, from: number): number {
  let at = from;
  while (at < input.length && input[at] !== LF && input[at] !== CR) at += 1;
  return input[at] === CR && input[at + 1] === LF ? at + 2 : Math.min(at + 1, input.length);
}

/** Counts lines while reading moves forward, and gathers the lost ones. */
class LineLedger {
  readonly #input: Buffer;
  readonly #lost: LostLines[];
  #at = 0;
  #line = 1;
  #insideOpenQuote = false;

  constructor(input: Buffer, lost: LostLines[]) {
    this.#input = input;
    this.#lost = lost;
  }

  lineAt(offset: number): number {
    while (this.#at < offset) {
      const next = endOfLine(this.#input, this.#at);
      if (next > offset || (next === offset && !endsLine(this.#input, next))) break;
      this.#at = next;
      this.#line += 1;
    }
    return this.#line;
  }

  lose(start: number, end: number, cause: LostLines['cause']): void {
    const line = this.lineAt(start);
    const lastLine = this.lineAt(lastContent(this.#input, start, end));
    const previous = this.#lost.at(-1);
    const oddQuotes = countQuotes(this.#input.subarray(start, end)) % 2 === 1;
    // What follows a quote left open is most likely the rest of the same record: one problem, not many.
    if (previous !== undefined && this.#insideOpenQuote && previous.lastLine === line - 1) {
      previous.lastLine = lastLine;
      this.#insideOpenQuote = !oddQuotes;
      return;
    }
    this.#lost.push({ line, lastLine, cause });
    this.#insideOpenQuote = cause === 'QUOTE_UNBALANCED' && oddQuotes;
  }
}

function endsLine(input: Buffer, offset: number): boolean {
  const last = input[offset - 1];
  return last === LF || last === CR;
}

function lastContent(input: Buffer, start: number, end: number): number {
  let at = end - 1;
  while (at > start && (input[at] === LF || input[at] === CR)) at -= 1;
  return at;
}

function countQuotes(bytes: Buffer): number {
  let quotes = 0;
  for (const byte of bytes) if (byte === QUOTE) quotes += 1;
  return quotes;
}
