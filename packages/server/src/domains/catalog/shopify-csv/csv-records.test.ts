import fc from 'fast-check';
import { describe, expect, it } from 'vitest';
import { readCsvRecords } from './csv-records.ts';

function read(text: string | Buffer): { lines: number[]; lost: [number, number, string][] } {
  const { records, lost } = readCsvRecords(Buffer.from(text));
  return {
    lines: records.map((record) => record.line),
    lost: lost.map(({ line, lastLine, cause }) => [line, lastLine, cause]),
  };
}

describe('records of a file', () => {
  it.each(['\n', '\r\n', '\r'])('[CAT-5] know their physical line, whatever ends a line (%j)', (end) => {
    const text = ['\uFEFFa,b', '1,"x', 'y"', '', '2,z', ' , ', '3,w', ''].join(end);
    expect(read(text)).toEqual({ lines: [2, 5, 7], lost: [] });
    expect(readCsvRecords(Buffer.from(text)).header).toEqual({ line: 1, cells: ['a', 'b'] });
  });

  it('[CAT-5] after a quote left open are read again from the next line', () => {
    expect(read('a,b\n1,"open\n2,x\n3,"y"\n4,z\n')).toEqual({
      lines: [3, 4, 5],
      lost: [[2, 2, 'QUOTE_UNBALANCED']],
    });
    expect(read('a,b\n1,x\n2,"open')).toEqual({ lines: [2], lost: [[3, 3, 'QUOTE_UNBALANCED']] });
  });

  it('[CAT-5] spoilt over several lines are one loss that names them all', () => {
    expect(read('a,b\n1,"two\nlines" and more\n2,x\n')).toEqual({
      lines: [4],
      lost: [[2, 3, 'QUOTE_UNBALANCED']],
    });
  });

  it('[CAT-5] spoilt one after the other are a loss each', () => {
    expect(read('a,b\n1,"two\nlines" and more\n2,x"y\n3,z\n')).toEqual({
      lines: [5],
      lost: [
        [2, 3, 'QUOTE_UNBALANCED'],
        [4, 4, 'QUOTE_UNBALANCED'],
      ],
    });
    expect(read('a,b\n1,12" wide"\n2,3" wide"\n3,x\n')).toEqual({
      lines: [4],
      lost: [
        [2, 2, 'QUOTE_UNBALANCED'],
        [3, 3, 'QUOTE_UNBALANCED'],
      ],
    });
  });

  it('[CAT-5] with too few or too many cells are lost alone, and lines inside their cells are no records', () => {
    expect(read('a,b\n1\n2,x\n3,x,y\n4,"\n5,smuggled\n",z\n6,x\n')).toEqual({
      lines: [3, 8],
      lost: [
        [2, 2, 'COLUMN_COUNT'],
        [4, 4, 'COLUMN_COUNT'],
        [5, 7, 'COLUMN_COUNT'],
      ],
    });
  });

  it('[CAT-5] that are not text are lost alone', () => {
    const latin = Buffer.concat([
      Buffer.from('a,b\n1,'),
      Buffer.from([0xe9]),
      Buffer.from('\n2,x\n3,\0\n4,y\n'),
    ]);
    expect(read(latin)).toEqual({
      lines: [3, 5],
      lost: [
        [2, 2, 'TEXT_NOT_UTF8'],
        [4, 4, 'TEXT_HAS_NUL'],
      ],
    });
  });

  it('[CAT-5] longer than any product needs are lost alone', () => {
    expect(read(`a,b\n1,${'x'.repeat(1_100_000)}\n2,y\n`)).toEqual({
      lines: [3],
      lost: [[2, 2, 'ROW_TOO_LONG']],
    });
  });

  it('[CAT-5] without a readable header are not guessed at', () => {
    expect(read('a,"b\n1,2\n')).toEqual({ lines: [], lost: [[1, 1, 'QUOTE_UNBALANCED']] });
    expect(read('')).toEqual({ lines: [], lost: [] });
  });

  it('[CAT-5] all go in but the broken ones, wherever these stand', () => {
    const good = fc.constantFrom('1,x', '2,"y, z"', '3,"say ""hi"""', '4,');
    const broken = fc.constantFrom('b,"open', 'b,1" nail', 'b,"shut"x');
    fc.assert(
      fc.property(fc.array(fc.oneof(good, broken), { maxLength: 20 }), (rows) => {
        const { lines, lost } = read(['a,b', ...rows].join('\n'));
        const expected = rows.flatMap((row, index) => (row.startsWith('b') ? [] : [index + 2]));
        const named = lost.flatMap(([from, to]) =>
          Array.from({ length: to - from + 1 }, (_, step) => from + step),
        );
        expect([...lines, ...named].sort((a, b) => a - b)).toEqual(rows.map((_, index) => index + 2));
        expect(lines).toEqual(expected);
      }),
      { numRuns: 500 },
    );
  });

  it('[CAT-5] take time in proportion to the file, however broken it is', () => {
    const started = performance.now();
    const { lost } = readCsvRecords(Buffer.from(`a,b\n${'1,"open\n2,x"y\n'.repeat(10_000)}`));
    expect(lost.length).toBeGreaterThan(0);
    expect(performance.now() - started).toBeLessThan(10_000);
  });
});
