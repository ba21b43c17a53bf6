import { expect, it } from 'vitest';
import { FAILPOINTS } from '../src/platform/failpoint.ts';
import { failpointProblems } from './failpoints.ts';
import { readSources } from './sources.ts';

it('[PAY-7] each failpoint of the list is in one place of the code, and none is elsewhere', () => {
  expect(failpointProblems(FAILPOINTS, readSources())).toEqual([]);
});

it('[PAY-7] … and a lost, a doubled, a strange and a computed one are caught', () => {
  const path = 'domains/payments/planted.ts';
  const planted = readSources({
    [path]: `import { failpoint } from '../../platform/failpoint.ts';
failpoint('settle.done');
failpoint('settle.done');
failpoint('settle.paid');
failpoint('no.such');
failpoint(\`settle.\${1}\`);
`,
  });
  expect(failpointProblems(['settle.done', 'settle.paid', 'settle.asked'], planted)).toEqual([
    'settle.done: 2 places',
    'settle.asked: 0 places',
    `${path}:5: no.such is not listed`,
    `${path}:6: no literal is not listed`,
  ]);
});
