import { createRequire } from 'node:module';
import { readFile } from 'node:fs/promises';
import type PDFDocument from 'pdfkit';

export interface TextStyle {
  size?: number;
  bold?: boolean;
  color?: string;
  align?: 'left' | 'right';
}

interface Run {
  font: string;
  text: string;
  width: number;
}

const LINE_HEIGHT = 1.36;
const BASELINE = 1.05;
const FILES = {
  regular: '@expo-google-fonts/noto-sans/400Regular/NotoSans_400Regular.ttf',
  bold: '@expo-google-fonts/noto-sans/700Bold/NotoSans_700Bold.ttf',
  'georgian regular': '@expo-google-fonts/noto-sans-georgian/400Regular/NotoSansGeorgian_400Regular.ttf',
  'georgian bold': '@expo-google-fonts/noto-sans-georgian/700Bold/NotoSansGeorgian_700Bold.ttf',
} as const;
const GEORGIAN = /(\p{Script=Georgian}+)/u;
// Pictures no text font has, and signs that only steer how others are shown.
const UNPRINTABLE =
  /[\p{Extended_Pictographic}\p{Regional_Indicator}\p{Cc}\p{Cf}\p{Co}\p{Cs}\uFE0E\uFE0F\u20E3]/gu;
const KEPT = /[\d#*©®™]/u;
const graphemes = new Intl.Segmenter(undefined, { granularity: 'grapheme' });

let files: Promise<Map<string, Buffer>> | undefined;

/** Puts the fonts of every sheet into a document; read from the disk once. */
export async function registerFonts(doc: PDFKit.PDFDocument): Promise<void> {
  const require = createRequire(import.meta.url);
  files ??= Promise.all(
    Object.entries(FILES).map(async ([name, path]) => [name, await readFile(require.resolve(path))] as const),
  ).then((entries) => new Map(entries));
  for (const [name, file] of await files) doc.registerFont(name, file);
}

/** Writes text on a page at given places, in whichever font has the letters; lines too long are broken. */
export class Sheet {
  readonly doc: InstanceType<typeof PDFDocument>;

  constructor(doc: InstanceType<typeof PDFDocument>) {
    this.doc = doc;
  }

  /** Writes a text into a column from `y` down and returns the height it took. */
  write(text: string, x: number, y: number, width: number, style: TextStyle = {}): number {
    const { size = 9, color = '#1c1c1c', align = 'left' } = style;
    const lines = this.#lines(text, width, style);
    lines.forEach((runs, index) => {
      const lineWidth = runs.reduce((sum, run) => sum + run.width, 0);
      let at = align === 'right' ? x + width - lineWidth : x;
      const baseline = y + index * size * LINE_HEIGHT + size * BASELINE;
      for (const run of runs) {
        this.doc
          .font(run.font)
          .fontSize(size)
          .fillColor(color)
          .text(run.text, at, baseline, { lineBreak: false, baseline: 'alphabetic' });
        at += run.width;
      }
    });
    return lines.length * size * LINE_HEIGHT;
  }

  /** The height that `write` would take. */
  height(text: string, width: number, style: TextStyle = {}): number {
    return this.#lines(text, width, style).length * (style.size ?? 9) * LINE_HEIGHT;
  }

  rule(x: number, y: number, width: number, color = '#c8c8c8', thickness = 0.6): void {
    this.doc
      .moveTo(x, y)
      .lineTo(x + width, y)
      .lineWidth(thickness)
      .strokeColor(color)
      .stroke();
  }

  #lines(text: string, width: number, style: TextStyle): Run[][] {
    const measure = (part: string) => this.#runs(part, style).reduce((sum, run) => sum + run.width, 0);
    const lines: string[] = [];
    let line = '';
    for (const word of printable(text).split(' ').filter(Boolean)) {
      const longer = line ? `${line} ${word}` : word;
      if (measure(longer) <= width) {
        line = longer;
        continue;
      }
      if (line) lines.push(line);
      const pieces = measure(word) <= width ? [word] : breakWord(word, width, measure);
      line = pieces.pop()!;
      lines.push(...pieces);
    }
    if (line) lines.push(line);
    return lines.map((content) => this.#runs(content, style));
  }

  #runs(text: string, { size = 9, bold = false }: TextStyle): Run[] {
    const weight = bold ? 'bold' : 'regular';
    return text
      .split(GEORGIAN)
      .filter(Boolean)
      .map((part) => {
        const font = GEORGIAN.test(part) ? `georgian ${weight}` : weight;
        return { font, text: part, width: this.doc.font(font).fontSize(size).widthOfString(part) };
      });
  }
}

function printable(text: string): string {
  const plain = text.normalize('NFC').replace(/\p{Cc}+/gu, ' ');
  return plain.replace(UNPRINTABLE, (sign) => (KEPT.test(sign) ? sign : '')).trim();
}

function breakWord(word: string, width: number, measure: (part: string) => number): string[] {
  const pieces: string[] = [];
  let piece = '';
  for (const { segment } of graphemes.segment(word)) {
    if (piece && measure(piece + segment) > width) {
      pieces.push(piece);
      piece = '';
    }
    piece += segment;
  }
  return [...pieces, piece];
}
