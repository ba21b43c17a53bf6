import { Linter } from 'eslint';
import { existsSync, readFileSync } from 'node:fs';
import { describe, expect, it } from 'vitest';
import { functionLength } from './function-length.mjs';
import { longFiles, longFunctions } from './length-exceptions.mjs';

function lint(code, options) {
  const config = {
    plugins: { own: { rules: { 'function-length': functionLength } } },
    rules: { 'own/function-length': ['error', options] },
  };
  return new Linter().verify(code, config).map(({ message }) => message);
}

const long = (name) => `export function ${name}() {\n${'work();\n'.repeat(5)}}`;

describe('the limit on function length', () => {
  it('fires on a function that is too long, whatever its form', () => {
    expect(lint(long('add'), { max: 5 })).toEqual(['add has 7 lines; at most 5 are allowed.']);
    expect(lint('export const add = () => {\n\n\n\n};', { max: 3 })).toHaveLength(1);
    expect(lint(long('add'), { max: 7 })).toEqual([]);
  });

  it('leaves the callback of a describe alone, but not what is in it', () => {
    const suite = (body) => `describe.each([1])('x', () => {\n${body}\n});`;
    expect(lint(suite('\n\n\n\n'), { max: 3 })).toEqual([]);
    expect(lint(suite("it('y', () => {\n\n\n\n});"), { max: 3 })).toHaveLength(1);
  });

  it('fires on an exception that is no longer needed', () => {
    expect(lint(long('add'), { max: 5, except: ['add'] })).toEqual([]);
    expect(lint(long('add'), { max: 5, except: ['add', 'gone'] })).toEqual([
      expect.stringContaining('gone no longer needs'),
    ]);
  });
});

describe('the list of exceptions', () => {
  it('names files that exist, files that are long, and a reason for each', () => {
    for (const [file, reason] of Object.entries(longFiles)) {
      expect(readFileSync(file, 'utf8').split('\n').length, file).toBeGreaterThan(150);
      expect(reason.length).toBeGreaterThan(10);
    }
    for (const [file, functions] of Object.entries(longFunctions)) {
      expect(existsSync(file), file).toBe(true);
      for (const reason of Object.values(functions)) expect(reason.length).toBeGreaterThan(10);
    }
  });
});
