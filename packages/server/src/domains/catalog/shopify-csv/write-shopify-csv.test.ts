import { readFileSync } from 'node:fs';
import fc from 'fast-check';
import { describe, expect, it } from 'vitest';
import { COLUMNS } from './columns.ts';
import type { ImportedProduct } from './imported-product.ts';
import { readShopifyCsv } from './read-shopify-csv.ts';
import { writeShopifyCsv } from './write-shopify-csv.ts';

const EUR = { currency: 'EUR' };

function withoutLines(products: readonly ImportedProduct[]): unknown {
  return products.map((product) => ({
    ...product,
    line: 0,
    variants: product.variants.map((variant) => ({ ...variant, line: 0 })),
  }));
}

function expectRoundTrip(text: string): void {
  const first = readShopifyCsv(text, EUR);
  const again = readShopifyCsv(writeShopifyCsv(first.products, EUR), EUR);
  expect(again.problems).toEqual([]);
  expect(withoutLines(again.products)).toEqual(withoutLines(first.products));
}

describe('an exported file', () => {
  it.each(['shapes', 'html', 'broken-rows'])('[CAT-5] of %s.csv reads as the same products', (name) => {
    const text = readFileSync(new URL(`./fixtures/${name}.csv`, import.meta.url), 'utf8');
    expect(readShopifyCsv(text, EUR).products.length).toBeGreaterThan(3);
    expectRoundTrip(text);
  });

  it('[CAT-5] has the columns of the format and one row for each variant or further image', () => {
    const text =
      'Handle,Title,Variant Price,Image Src\na,A,9.5,https://i.example/1\na,,,https://i.example/2\n';
    const lines = writeShopifyCsv(readShopifyCsv(text, EUR).products, EUR).split('\n');
    expect(lines[0]).toMatch(
      /^Handle,Title,Body \(HTML\),Vendor,Type,Tags,Published,Option1 Name,Option1 Value,/,
    );
    expect(lines[1]).toMatch(/^a,A,.*,Title,Default Title,.*,9\.50,.*,https:\/\/i\.example\/1,1,/);
    expect(lines[2]).toMatch(/^a,,.*,https:\/\/i\.example\/2,2,/);
    expect(lines).toHaveLength(4);
  });

  it('[CAT-5] survives a product whose real choices were all broken rows', () => {
    expectRoundTrip(
      'Handle,Title,Option1 Name,Option1 Value,Variant Price\na,A,Title,Default Title,1\na,,,Blue,broken\n',
    );
  });

  it('[CAT-5] of any file reads as the same products', () => {
    const columns = Object.values(COLUMNS);
    const text = fc.constantFrom(
      ...[
        '',
        '',
        'x',
        'a b',
        ' é ',
        '=1',
        '"q"',
        'a,b',
        'two\nlines',
        '\r',
        '<b>t</b>',
        '<p>',
        '&amp;',
        '&lt;p&gt;',
        '< 3',
      ],
      ...['Default Title', 'Title', '&#x338;', '\u0338', '__proto__', '-5'],
    );
    const cells: Record<string, fc.Arbitrary<string>> = {
      [COLUMNS.handle]: fc.constantFrom('a', 'b', 'B', 'c-1'),
      [COLUMNS.title]: fc.constantFrom('T', 'T', '', '<i>T</i>'),
      [COLUMNS.price]: fc.constantFrom('1', '0', '12.50', '99999999999.99', '', 'x'),
      [COLUMNS.compareAt]: fc.constantFrom('', '5', '7.10'),
      [COLUMNS.quantity]: fc.constantFrom('', '0', '7', '-1'),
      [COLUMNS.grams]: fc.constantFrom('', '10', '0.5'),
      [COLUMNS.policy]: fc.constantFrom('', 'deny', 'continue'),
      [COLUMNS.published]: fc.constantFrom('', 'true', 'FALSE'),
      [COLUMNS.requiresShipping]: fc.constantFrom('', 'true', 'FALSE'),
      [COLUMNS.taxable]: fc.constantFrom('', 'true', 'FALSE'),
      [COLUMNS.imageSrc]: fc.constantFrom('', '', 'https://i.example/1', 'http://i.example/2?a,"b"', 'x'),
      [COLUMNS.imagePosition]: fc.constantFrom('', '1', '2', '9'),
      [COLUMNS.variantImage]: fc.constantFrom('', 'https://i.example/1'),
      [COLUMNS.status]: fc.constantFrom('', 'active', 'draft'),
    };
    const row = fc.tuple(...columns.map((column) => cells[column] ?? text));
    const quote = (cell: string): string => `"${cell.replaceAll('"', '""')}"`;
    fc.assert(
      fc.property(fc.array(row, { maxLength: 8 }), (rows) => {
        expectRoundTrip([columns, ...rows].map((one) => one.map(quote).join(',')).join('\n'));
      }),
      { numRuns: 500 },
    );
  });
});
