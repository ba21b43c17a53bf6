import { describe, expect, it } from 'vitest';
import { countVitest, judgeAudit, lastLine, total } from './counts.mjs';

const test = (status, fullName = 'a test') => ({ status, fullName });
const file = (...assertionResults) => ({
  name: 'a.test.ts',
  status: 'passed',
  message: '',
  assertionResults,
});

describe('counting a vitest report', () => {
  it('[RUN-2] adds up what passed, failed and was skipped, and names what failed and what was skipped', () => {
    const report = {
      testResults: [
        file(test('passed'), { ...test('failed', 'on a bad day'), failureMessages: ['Error: no\n  at …'] }),
        file(test('passed'), test('skipped', 'on another day'), test('todo', 'later')),
      ],
    };
    expect(countVitest(report, 1)).toEqual({
      passed: 2,
      failed: 1,
      skipped: 2,
      notes: ['failed: a.test.ts: on a bad day: Error: no', 'skipped: on another day', 'skipped: later'],
    });
  });

  it('[RUN-2] counts a file that could not run as a failure', () => {
    const broken = {
      name: 'b.test.ts',
      status: 'failed',
      message: 'Cannot find module\n  at …',
      assertionResults: [],
    };
    expect(countVitest({ testResults: [file(test('passed')), broken] }, 1)).toEqual({
      passed: 1,
      failed: 1,
      skipped: 0,
      notes: ['b.test.ts could not run: Cannot find module'],
    });
  });

  it('[RUN-2] counts a hook that failed after its tests were skipped as a failure', () => {
    const hook = {
      name: 'c.test.ts',
      status: 'failed',
      message: 'beforeAll timed out',
      assertionResults: [test('skipped')],
    };
    expect(countVitest({ testResults: [hook] }, 1)).toMatchObject({ failed: 1, skipped: 1 });
  });

  it('[RUN-2] counts an exit code without a failed test, a missing report and an empty run as failures', () => {
    expect(countVitest({ testResults: [file(test('passed'))] }, 1)).toMatchObject({ passed: 1, failed: 1 });
    expect(countVitest(null, 1)).toMatchObject({ passed: 0, failed: 1 });
    expect(countVitest({ testResults: [] }, 0)).toMatchObject({ passed: 0, failed: 1 });
  });
});

describe('the last line', () => {
  it('[RUN-2] has exactly the form that scripts read', () => {
    expect(lastLine({ passed: 12, failed: 0, skipped: 0 })).toBe('12 passed, 0 failed');
    expect(lastLine({ passed: 12, failed: 1, skipped: 3 })).toBe('12 passed, 1 failed, 3 skipped');
  });

  it('[RUN-2] is the sum of all parts', () => {
    const parts = [
      { passed: 1, failed: 0, skipped: 2 },
      { passed: 3, failed: 4, skipped: 0, notes: ['x'] },
    ];
    expect(total(parts)).toEqual({ passed: 4, failed: 4, skipped: 2 });
  });
});

describe('npm audit', () => {
  const report = (vulnerabilities, byName = {}) =>
    JSON.stringify({ metadata: { vulnerabilities }, vulnerabilities: byName });

  it('passes without severe findings and fails with them, by name', () => {
    expect(judgeAudit(report({ low: 3, high: 0, critical: 0 }), 0)).toEqual({ passed: true, note: '' });
    const bad = judgeAudit(
      report({ high: 1, critical: 0 }, { leftpad: { name: 'leftpad', severity: 'high' } }),
      1,
    );
    expect(bad.passed).toBe(false);
    expect(bad.note).toContain('leftpad (high)');
  });

  it('says so where the registry has no audit endpoint, and does not pass', () => {
    const answer = JSON.stringify({
      message: '405 Method Not Allowed - POST https://registry.example/-/npm/v1/security/advisories/bulk',
    });
    expect(judgeAudit(answer, 1)).toMatchObject({ passed: null });
    expect(judgeAudit(answer, 1).note).toContain('405');
    expect(judgeAudit('', 1).passed).toBe(null);
  });
});
