import fc from 'fast-check';
import { expect, it } from 'vitest';
import { Major, toJson } from './exact-json.ts';

it('[API-2] amounts keep exactly the digits of their currency', () => {
  expect(toJson({ a: new Major(12550n, 'EUR'), b: [new Major(125n, 'JPY'), new Major(-1n, 'KWD')] })).toBe(
    '{"a":125.50,"b":[125,-0.001]}',
  );
});

it('[API-2] everything else is written as JSON.stringify does', () => {
  fc.assert(
    fc.property(fc.jsonValue(), (value) => {
      expect(toJson(value)).toBe(JSON.stringify(value));
    }),
  );
  const odd = { at: new Date(0), none: undefined, list: [undefined], nothing: null };
  expect(toJson(odd)).toBe(JSON.stringify(odd));
});
