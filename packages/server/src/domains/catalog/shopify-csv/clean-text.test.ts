import fc from 'fast-check';
import { describe, expect, it } from 'vitest';
import { cleanHtml, cleanText } from './clean-text.ts';

const fragment = fc.constantFrom(
  ...[
    '<p>',
    '</p>',
    '<b>',
    '</b>',
    '<div>',
    '</div>',
    '<br>',
    '<ul><li>',
    '</li></ul>',
    '<table><tr><td>',
    '</table>',
  ],
  ...[
    '<script>',
    '</script>',
    '<style>',
    '</style>',
    '<textarea>',
    '<!--',
    '-->',
    '<![CDATA[',
    ']]>',
    '<svg onload=x()>',
  ],
  ...[
    '<img src=x onerror=x()>',
    '<a href="javascript:x()">',
    "<a href='https://a.example/?a=1&b'>",
    '</a>',
    '<p onclick="x()"',
  ],
  ...[
    '<',
    '>',
    '&',
    ';',
    '"',
    "'",
    '=',
    '/',
    ' ',
    '\r\n',
    '\r',
    '\t',
    'a',
    'é',
    'e\u0301',
    '\u0338',
    '\u00a0',
    '\u0000',
  ],
  ...[
    '&lt;',
    '&gt;',
    '&amp;',
    '&amp;amp;',
    '&quot;',
    '&#x338;',
    '&#60;',
    '&#13;',
    '&#0;',
    '&copy',
    '&copy;',
    '&nbsp;',
    '&foo;',
  ],
);
const markup = fc.array(fragment, { maxLength: 30 }).map((parts) => parts.join(''));

describe('a description', () => {
  it.each([
    ['<script>alert(1)</script>safe', 'safe'],
    ['<p onclick="x()" style="a">b</p>', '<p>b</p>'],
    ['<img src=x onerror=alert(1)>', ''],
    ['<a href="JaVaScRiPt:alert(1)">x</a>', '<a>x</a>'],
    ['<a href="java&#115;cript:alert(1)">x</a>', '<a>x</a>'],
    ['<a href="java&#115cript:alert(1)">x</a>', '<a>x</a>'],
    ['<a href=" https://a.example">x</a>', '<a>x</a>'],
    ['<a href="https://a.example?a=1&reg=2">x</a>', '<a href="https://a.example?a=1&amp;reg=2">x</a>'],
    ['&lt;script&gt;', '&lt;script&gt;'],
    ['5 < 6 & 7 > 2', '5 &lt; 6 &amp; 7 &gt; 2'],
    ['AT&T &amp; R&D, black&copper', 'AT&amp;T &amp; R&amp;D, black&amp;copper'],
    ['size <m and more', 'size &lt;m and more'],
    ['  cafe\u0301  ', 'café'],
    ['one\r\ntwo', 'one\ntwo'],
  ])('[CAT-5] %j becomes %j', (html, expected) => {
    expect(cleanHtml(html)).toBe(expected);
  });

  it('[CAT-5] stays safe when it is normalised again later', () => {
    const hidden = '<p>&#x338; onclick=alert(1) a</p>';
    expect(cleanHtml(hidden).normalize('NFC')).toBe(cleanHtml(hidden));
    expect(cleanHtml(hidden)).not.toMatch(/<[^>]*onclick/);
  });

  it('[CAT-5] holds nothing but allowed tags, and cleaning twice changes nothing', () => {
    const allowed =
      /^(?:[^<>]|<\/?(?:p|br|ul|ol|li|em|strong|b|i|h[234]|a|table|thead|tbody|tr|th|td)(?: \/)?>|<a href="https:[^"<>]*">)*$/;
    fc.assert(
      fc.property(markup, (html) => {
        const clean = cleanHtml(html);
        expect(clean).toMatch(allowed);
        expect(clean).toBe(clean.normalize('NFC'));
        expect(cleanHtml(clean)).toBe(clean);
      }),
      { numRuns: 1_000 },
    );
  });

  it('[CAT-5] survives depth and length', () => {
    expect(cleanHtml('<b>'.repeat(50_000)).length).toBeLessThan(1_000);
    expect(cleanHtml('<a'.repeat(100_000)).length).toBeGreaterThan(0);
    expect(cleanHtml(`&${'amp;'.repeat(40_000)}`).length).toBeGreaterThan(0);
  });
});

describe('plain text', () => {
  it.each([
    ['<b>Bold</b> &amp; <i>brave</i>', 'Bold & brave'],
    ['A<br>B', 'A B'],
    ['x<script>alert(1)</script>y', 'xy'],
    ['&lt;img src=x onerror=alert(1)&gt;', ''],
    ['R&D guitar&amplifier', 'R&D guitar&amplifier'],
    ['3 < 4', '3 < 4'],
    ['  two \t\r\n words\u0007 ', 'two words'],
    ['cafe\u0301', 'café'],
    ['=1+1', '=1+1'],
  ])('[CAT-5] %j becomes %j', (text, expected) => {
    expect(cleanText(text)).toBe(expected);
  });

  it('[CAT-5] holds no tag, and cleaning twice changes nothing', () => {
    fc.assert(
      fc.property(markup, (text) => {
        const clean = cleanText(text);
        expect(clean).not.toMatch(/<\/?[a-z!?][^>]*>/i);
        expect(clean).toBe(clean.trim().normalize('NFC'));
        expect(cleanText(clean)).toBe(clean);
      }),
      { numRuns: 1_000 },
    );
  });
});
