/** What a part of the checks came to. @typedef {{ passed: number, failed: number, skipped: number }} Counts */

/** The sum over all parts. @param {Counts[]} all @returns {Counts} */
export function total(all) {
  const sum = (key) => all.reduce((so, counts) => so + counts[key], 0);
  return { passed: sum('passed'), failed: sum('failed'), skipped: sum('skipped') };
}

/** The line that every run ends with; scripts may rely on its form. @param {Counts} counts */
export function lastLine({ passed, failed, skipped }) {
  return `${passed} passed, ${failed} failed${skipped > 0 ? `, ${skipped} skipped` : ''}`;
}

/**
 * Counts a vitest JSON report, and names what failed. A file that could not run, an exit code without a failed test, a missing report and a run
 * without any test count as failures, so that nothing is lost in silence.
 * @returns {Counts & { notes: string[] }}
 */
export function countVitest(report, exitCode) {
  if (!report) return { passed: 0, failed: 1, skipped: 0, notes: ['vitest left no report'] };
  const counts = { passed: 0, failed: 0, skipped: 0, notes: [] };
  for (const file of report.testResults ?? []) countFile(file, counts);
  if (counts.passed + counts.failed === 0) fail(counts, 'no test ran');
  if (exitCode !== 0 && counts.failed === 0)
    fail(counts, `vitest ended with exit code ${exitCode} although no test failed`);
  return counts;
}

function countFile(file, counts) {
  const tests = file.assertionResults ?? [];
  const failed = tests.filter(({ status }) => status === 'failed');
  counts.passed += tests.filter(({ status }) => status === 'passed').length;
  counts.failed += failed.length;
  for (const test of failed)
    counts.notes.push(`failed: ${file.name}: ${test.fullName}: ${firstLine(test.failureMessages?.[0])}`);
  for (const test of tests.filter(({ status }) => status !== 'passed' && status !== 'failed')) {
    counts.skipped++;
    counts.notes.push(`skipped: ${test.fullName}`);
  }
  if (file.status === 'failed' && failed.length === 0)
    fail(counts, `${file.name} could not run: ${firstLine(file.message)}`);
}

function fail(counts, note) {
  counts.failed++;
  counts.notes.push(note);
}

function firstLine(text) {
  return String(text ?? '').split('\n', 1)[0];
}

/**
 * What `npm audit --json` says: passed, failed, or null with the reason where the registry could not be asked.
 * @returns {{ passed: boolean | null, note: string }}
 */
export function judgeAudit(output, exitCode) {
  const report = parsed(output);
  const found = report?.metadata?.vulnerabilities;
  if (!found)
    return {
      passed: null,
      note: `the registry answers no audit (${report?.message ?? firstLine(output) ?? 'nothing'})`,
    };
  const severe = (found.high ?? 0) + (found.critical ?? 0);
  const names = Object.values(report.vulnerabilities ?? {})
    .filter(({ severity }) => severity === 'high' || severity === 'critical')
    .map(({ name, severity }) => `${name} (${severity})`);
  if (exitCode === 0 && severe === 0) return { passed: true, note: '' };
  return {
    passed: false,
    note: `${severe} of high or critical severity: ${names.join(', ')}; try npm audit fix`,
  };
}

function parsed(text) {
  try {
    return JSON.parse(text);
  } catch {
    return null;
  }
}
