import { describe, expect, it } from 'vitest';
import { readProofs, readRows } from './collect.mjs';

describe('trace', () => {
  it('reads the rows of the requirements and nothing else', () => {
    expect(
      readRows(
        '| id | promise |\n|---|---|\n| RUN-1 | It starts |\n\nThe row RUN-2 | is prose\n| L-12 | It matches |',
      ),
    ).toEqual([
      { id: 'RUN-1', promise: 'It starts' },
      { id: 'L-12', promise: 'It matches' },
    ]);
  });

  it('reads the ids in front of titles, several of them, in any quotes', () => {
    const source =
      'it(\'[CART-7] [L-17] merges\', …);\nit.each([1])(`[API-2] of ${name}`, …);\nit("no id", …); // [CART-1] only a comment';
    expect(readProofs(source)).toEqual([
      { ids: ['CART-7', 'L-17'], title: 'merges' },
      { ids: ['API-2'], title: 'of ${name}' },
    ]);
  });
});
