import { MoneyError, parseMajor } from '../../../platform/money.ts';
import { cleanHtml, cleanText } from './clean-text.ts';
import { type Column, COLUMNS, type Row } from './columns.ts';
import { type ProblemReason, report, type RowProblem, shown } from './row-problem.ts';

const LARGEST_QUANTITY = 2_147_483_647;
const LONGEST_URL = 2_048;
// Two slashes would be another host's address.
const WEB_ADDRESS = /^(?:https?:\/\/|\/(?!\/))[^\s\p{Cc}<>"\\]+$/iu;

/** Reads one cell of a row; what is wrong with it is reported, and a harmless value returned instead. */
export class FieldReader {
  readonly #row: Row;
  readonly #problems: RowProblem[];

  constructor(row: Row, problems: RowProblem[]) {
    this.#row = row;
    this.#problems = problems;
  }

  /** The cell trimmed; '' where it is blank or the file has no such column. */
  raw(column: Column): string {
    return this.#row.cells.get(column) ?? '';
  }

  /** One line of plain text of at most `longest` characters. */
  text(column: Column, longest: number): string {
    return this.#atMost(column, longest, cleanText);
  }

  /** Plain text, or null for a blank cell. */
  textOrNull(column: Column, longest: number): string | null {
    const text = this.text(column, longest);
    return text === '' ? null : text;
  }

  /** Sanitised HTML of at most `longest` characters. */
  html(column: Column, longest: number): string {
    return this.#atMost(column, longest, cleanHtml);
  }

  /** TRUE or FALSE; the format gives a blank cell and an absent column each their own meaning. */
  flag(column: Column, otherwise: { blank: boolean; absent: boolean }): boolean {
    const cell = this.#row.cells.get(column)?.toLowerCase();
    if (cell === undefined) return otherwise.absent;
    if (cell === '') return otherwise.blank;
    if (cell !== 'true' && cell !== 'false') {
      this.fail(column, 'FLAG_INVALID', `${this.#quote(column)} is neither TRUE nor FALSE.`);
    }
    return cell === 'true';
  }

  /** A price in minor units, never negative, or null for a blank cell. */
  amount(column: Column, currency: string, reason: ProblemReason): bigint | null {
    const cell = this.raw(column);
    if (cell === '') return null;
    try {
      const minor = parseMajor(cell, currency);
      if (minor >= 0n) return minor;
      this.fail(column, reason, `${this.#quote(column)} is negative.`);
    } catch (error) {
      if (!(error instanceof MoneyError)) throw error;
      this.fail(column, reason, `${this.#quote(column)} is not an amount in ${currency}. ${error.message}`);
    }
    return null;
  }

  /** A whole number of pieces; blank is none. */
  quantity(column: Column): number {
    const cell = this.raw(column);
    if (cell === '') return 0;
    if (/^\d{1,10}$/.test(cell) && Number(cell) <= LARGEST_QUANTITY) return Number(cell);
    if (/^-\d+$/.test(cell)) this.fail(column, 'QUANTITY_NEGATIVE', `${this.#quote(column)} is below zero.`);
    else this.fail(column, 'QUANTITY_INVALID', `${this.#quote(column)} is not a whole number of pieces.`);
    return 0;
  }

  /** Whole grams; blank is none. */
  grams(column: Column): number {
    const cell = this.raw(column);
    if (cell === '') return 0;
    if (/^\d{1,9}(?:\.\d{1,20})?$/.test(cell)) return Math.round(Number(cell));
    this.fail(column, 'WEIGHT_INVALID', `${this.#quote(column)} is not a weight in grams.`);
    return 0;
  }

  /** A full http or https address or a path of this server, or null for a blank cell. */
  url(column: Column): string | null {
    const cell = this.raw(column);
    if (cell === '') return null;
    if (cell.length <= LONGEST_URL && WEB_ADDRESS.test(cell) && URL.canParse(cell, 'http://localhost')) {
      return cell;
    }
    this.fail(column, 'IMAGE_URL_INVALID', `${this.#quote(column)} is not a web address of an image.`);
    return null;
  }

  fail(column: Column, reason: ProblemReason, message: string): void {
    const place = { line: this.#row.line, handle: this.#row.handle, column: COLUMNS[column] };
    report(this.#problems, place, reason, message);
  }

  #atMost(column: Column, longest: number, clean: (cell: string) => string): string {
    const cell = this.raw(column);
    // Measured before cleaning as well, so that a monstrous cell costs nothing.
    const cleaned = cell.length <= longest ? clean(cell) : cell;
    if (cleaned.length <= longest) return cleaned;
    this.fail(column, 'FIELD_TOO_LONG', `"${COLUMNS[column]}" has more than ${longest} characters.`);
    return '';
  }

  #quote(column: Column): string {
    return `"${COLUMNS[column]}" ${shown(this.raw(column))}`;
  }
}
