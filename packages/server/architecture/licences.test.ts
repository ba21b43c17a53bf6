import { expect, it } from 'vitest';
import { forbiddenLicences, productionLicences } from './licences.ts';
import { workspace } from './sources.ts';

it('what ships may be used by anybody: MIT, BSD, Apache, ISC, PostgreSQL, MPL and the like', () => {
  const licences = productionLicences(workspace);
  expect(licences.size).toBeGreaterThan(100);
  expect(forbiddenLicences(licences)).toEqual([]);
});

it('… and another licence is caught', () => {
  const licences = new Map([
    ['free@1', '(MIT OR GPL-3.0-only)'],
    ['both@1', 'MIT AND BSD-3-Clause'],
    ['copyleft@1', 'GPL-3.0-only'],
    ['mixed@1', 'MIT AND AGPL-3.0-only'],
    ['silent@1', 'none'],
    ['own@1', 'SEE LICENSE IN LICENSE'],
  ]);
  expect(forbiddenLicences(licences)).toEqual([
    'copyleft@1: GPL-3.0-only',
    'mixed@1: MIT AND AGPL-3.0-only',
    'silent@1: none',
    'own@1: SEE LICENSE IN LICENSE',
  ]);
});
