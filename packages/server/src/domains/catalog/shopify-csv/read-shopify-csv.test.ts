import { readFileSync } from 'node:fs';
import fc from 'fast-check';
import { describe, expect, it } from 'vitest';
import { MoneyError } from '../../../platform/money.ts';
import { readShopifyCsv } from './read-shopify-csv.ts';

function fixture(name: string): string {
  return readFileSync(new URL(`./fixtures/${name}.csv`, import.meta.url), 'utf8');
}

function read(text: string | Buffer, currency = 'EUR') {
  return readShopifyCsv(text, { currency });
}

function reasons(text: string): string[] {
  return read(text).problems.map((problem) => `${problem.line} ${problem.reason}`);
}

describe('a product file', () => {
  const { products, problems, rows } = read(fixture('shapes'));
  const [shirt, blanket, card, formula] = products;

  it('[CAT-5] goes in whole, whatever the order of its columns', () => {
    expect({ problems, rows }).toEqual({ problems: [], rows: 7 });
    expect(products.map((product) => product.handle)).toEqual([
      'linen-shirt',
      'wool-blanket',
      'gift-card',
      'plus-minus',
    ]);
  });

  it('[CAT-5] gathers variants and images from rows that stand apart', () => {
    expect(shirt?.options).toEqual([
      { name: 'Size', values: ['S', 'M'] },
      { name: 'Colour', values: ['White', 'Sea Blue'] },
      { name: 'Cut', values: ['Slim', 'Loose'] },
    ]);
    expect(shirt?.variants.map(({ line, sku, quantity }) => [line, sku, quantity])).toEqual([
      [2, 'LS-S-W', 3],
      [4, 'LS-S-WL', 0],
      [6, 'LS-M-B', 7],
    ]);
    expect(shirt?.images).toEqual([
      { url: 'https://img.example/shirt-back.jpg', position: 1, alt: 'Back, "worn"' },
      { url: 'https://img.example/shirt-front.jpg', position: 2, alt: 'Front' },
    ]);
    expect(blanket?.images.map((image) => image.alt)).toEqual(['Detail', '']);
  });

  it('[CAT-5] carries every detail of a variant, prices exact', () => {
    expect(shirt?.variants[1]).toEqual({
      line: 4,
      sku: 'LS-S-WL',
      options: { Size: 'S', Colour: 'White', Cut: 'Loose' },
      priceMinor: 5990n,
      compareAtMinor: null,
      quantity: 0,
      tracked: true,
      oversell: true,
      weightGrams: 181,
      barcode: null,
      requiresShipping: true,
      taxable: true,
      imageUrl: null,
      taxCode: null,
    });
    expect(shirt?.variants[0]).toMatchObject({
      compareAtMinor: 7990n,
      barcode: '4740000000017',
      imageUrl: 'https://img.example/shirt-white.jpg',
      taxCode: 'P0000000',
    });
  });

  it('[CAT-5] has products without choices', () => {
    expect([blanket, card].map((product) => product?.options)).toEqual([[], []]);
    expect(blanket?.variants).toMatchObject([
      { options: {}, priceMinor: 12000n, tracked: false, taxable: false },
    ]);
    expect(card?.variants).toMatchObject([{ options: {}, priceMinor: 5n, requiresShipping: false }]);
  });

  it('[CAT-5] says what is published', () => {
    expect(products.map((product) => product.published)).toEqual([true, false, false, false]);
  });

  it('[CAT-5] keeps what looks like a formula as it is', () => {
    expect(formula).toMatchObject({
      title: '+Plus @ Minus',
      vendor: '=SUM(A1)',
      category: '-Type',
      tags: ['@tag'],
    });
    expect(formula?.variants).toMatchObject([{ sku: '@SKU', barcode: '+372', options: { Size: '=L' } }]);
  });

  it('[CAT-5] reads the same with a byte order mark, with CRLF and as bytes', () => {
    const plain = fixture('shapes');
    expect(read(`\uFEFF${plain}`).products).toEqual(products);
    expect(read(plain.replaceAll('\n', '\r\n')).products).toEqual(products);
    expect(read(Buffer.from(plain)).products).toEqual(products);
  });

  it('[CAT-5] loses scripts, handlers and foreign tags, but no text', () => {
    const texts = new Map(read(fixture('html')).products.map((product) => [product.handle, product]));
    expect(texts.get('scripts')?.descriptionHtml).toBe('<p>Before</p><p>After</p>');
    expect(texts.get('allowed')?.descriptionHtml).toContain(
      '<a href="https://care.example/a?b=1&amp;c=2">the guide</a>',
    );
    expect(texts.get('links')?.descriptionHtml).toBe(
      '<a>a</a><a>b</a><a>c</a><a>d</a><a>e</a><a href="mailto:shop@house.example">f</a>',
    );
    expect(texts.get('plain')?.descriptionHtml).toBe(
      'Fits 5 &lt; 6 &amp; 7 &gt; 2, "quoted" &amp; R&amp;D, black&amp;copper',
    );
    expect(texts.get('texts')).toMatchObject({
      title: 'Bold & brave',
      vendor: 'A B',
      options: [{ name: 'Size', values: ['Extra Large'] }],
    });
    expect(texts.get('nested')?.title).toBe('Nested');
  });

  it('[CAT-5] takes handles that differ in case for one', () => {
    const text = 'Handle,Title,Option1 Name,Option1 Value,Variant Price\nCap,Cap,Size,S,1\ncap,,,L,2\n';
    expect(read(text).products.map(({ handle, variants }) => [handle, variants.length])).toEqual([
      ['cap', 2],
    ]);
  });

  it('[CAT-5] prices in the currency asked for', () => {
    const text = 'Handle,Title,Variant Price\na,A,1500\nb,B,15.5\n';
    expect(read(text, 'JPY').products.map((product) => product.variants[0]?.priceMinor)).toEqual([1500n]);
    expect(read(text, 'KWD').products.map((product) => product.variants[0]?.priceMinor)).toEqual([
      1500000n,
      15500n,
    ]);
    expect(() => read(text, 'euro')).toThrow(MoneyError);
  });
});

describe('a file with broken rows', () => {
  const text = fixture('broken-rows');
  const { products, problems, rows } = read(text);

  it('[CAT-5] reports each of them with its line and reason', () => {
    expect(reasons(text)).toEqual([
      ...['4 PRICE_INVALID', '5 QUANTITY_NEGATIVE', '6 QUANTITY_INVALID', '7 SKU_TAKEN', '8 OPTIONS_TAKEN'],
      ...['9 OPTION_VALUE_MISSING', '10 OPTION_NAME_MISSING', '11 PRICE_MISSING', '11 COMPARE_AT_INVALID'],
      ...[
        '11 QUANTITY_INVALID',
        '11 POLICY_INVALID',
        '11 WEIGHT_INVALID',
        '11 FLAG_INVALID',
        '11 IMAGE_URL_INVALID',
      ],
      ...[
        '12 HANDLE_MISSING',
        '13 TITLE_MISSING',
        '14 PRODUCT_LEFT_OUT',
        '15 QUOTE_UNBALANCED',
        '17 COLUMN_COUNT',
      ],
      ...['18 COLUMN_COUNT', '19 QUOTE_UNBALANCED', '20 PRICE_INVALID', '20 PRODUCT_WITHOUT_VARIANTS'],
      ...[
        '21 PRODUCT_LEFT_OUT',
        '23 HANDLE_TAKEN',
        '24 ROW_EMPTY',
        '25 HANDLE_INVALID',
        '26 OPTION_NAME_REPEATED',
      ],
    ]);
  });

  it('[CAT-5] gives each problem a place, a sentence and a hint', () => {
    expect(problems[0]).toEqual({
      line: 4,
      handle: 'mug',
      column: 'Variant Price',
      reason: 'PRICE_INVALID',
      message:
        '"Variant Price" "12.5x" is not an amount in EUR. An amount is digits with at most one decimal point.',
      hint: 'Write the amount like 1299.50: no currency sign, no thousands separator, no sign.',
    });
    for (const problem of problems) expect([problem.message, problem.hint]).not.toContain('');
  });

  it('[CAT-5] loses nothing else', () => {
    const variants = products.flatMap(({ handle, variants: all }) =>
      all.map((one) => `${one.line} ${handle}`),
    );
    expect(variants).toEqual(['2 mug', '16 plate', '22 fork', '27 last']);
    expect(products[0]?.images.map((image) => image.url)).toEqual([
      'https://img.example/mug.jpg',
      'https://img.example/mug-large.jpg',
    ]);
    expect(products[1]?.descriptionHtml).toBe('<p>Flat, "round"</p>');
    const named = new Set([
      ...variants.map((one) => Number(one.split(' ')[0])),
      ...problems.map((one) => one.line),
    ]);
    expect(named.size).toBe(rows);
  });
});

describe('a file that is none', () => {
  it('[CAT-5] names every missing column once', () => {
    const { problems } = read('Handle;Title;Variant Price\na;b;1\n');
    expect(problems).toHaveLength(1);
    expect(problems[0]).toMatchObject({ line: 1, reason: 'COLUMNS_MISSING' });
    expect(problems[0]?.message).toContain('"Handle", "Title", "Variant Price"');
    expect(problems[0]?.message).toContain('other than commas');
    expect(read('Handle,Vendor\na,b\n').problems[0]?.message).toBe(
      'The header lacks "Title", "Variant Price".',
    );
  });

  it('[CAT-5] is told apart by its reason', () => {
    expect(reasons('')).toEqual(['1 FILE_EMPTY']);
    expect(reasons('Handle,Title,Title,Variant Price\na,b,c,1\n')).toEqual(['1 COLUMN_REPEATED']);
    expect(read(Buffer.from('\uFEFFHandle,Title', 'utf16le')).problems[0]?.reason).toBe('FILE_NOT_UTF8');
  });

  it('[CAT-5] never throws, whatever the bytes', () => {
    const header = Buffer.from('Handle,Title,Variant Price,Option1 Name,Option1 Value,Image Src\n');
    fc.assert(
      fc.property(fc.uint8Array({ maxLength: 200 }), (bytes) => {
        expect(read(Buffer.from(bytes)).products).toEqual([]);
        read(Buffer.concat([header, bytes]));
      }),
      { numRuns: 500 },
    );
  });
});

describe('limits', () => {
  const header = 'Handle,Title,Option1 Name,Option1 Value,Variant Price,Tags,Image Src\n';

  it('[CAT-5] hold for texts, tags, variants and images', () => {
    const long = 'x'.repeat(256);
    expect(reasons(`${header}a,${long},,,1,,\n`)).toEqual(['2 FIELD_TOO_LONG']);
    expect(reasons(`${header}${long},A,,,1,,\n`)).toEqual(['2 FIELD_TOO_LONG']);
    expect(reasons(`${header}a,A,,,1,"b,${long}",\n`)).toEqual(['2 FIELD_TOO_LONG']);
    const tags = Array.from({ length: 251 }, (_, index) => `t${index}`).join();
    expect(reasons(`${header}a,A,,,1,"${tags}",\n`)).toEqual(['2 TAGS_TOO_MANY']);
    const rows = Array.from(
      { length: 2_049 },
      (_, index) => `a,,,v${index},1,,https://i.example/${index % 251}`,
    );
    rows[0] = 'a,A,Size,v0,1,,https://i.example/0';
    const { products, problems } = read(header + rows.join('\n'));
    expect(products[0]?.variants).toHaveLength(2_048);
    expect(products[0]?.images).toHaveLength(250);
    expect(new Set(problems.map((problem) => problem.reason))).toEqual(
      new Set(['IMAGES_TOO_MANY', 'VARIANTS_TOO_MANY']),
    );
  });

  it('[CAT-5] treat names like __proto__ as names', () => {
    const { products } = read(`${header}constructor,A,__proto__,v,1,,\n`);
    expect(Object.entries(products[0]?.variants[0]?.options ?? {})).toEqual([['__proto__', 'v']]);
  });
});
