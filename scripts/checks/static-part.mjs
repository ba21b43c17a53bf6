import { judgeAudit } from './counts.mjs';
import { runProgram } from './run-program.mjs';

const AT_ONCE = 2;

/** What is checked without running the product. Each step counts as one. */
const steps = [
  { name: 'tsc', run: () => judged('tsc', []) },
  { name: 'tsc of the storefront', run: () => judged('tsc', ['-p', 'apps/storefront']) },
  { name: 'eslint', run: () => judged('eslint', ['.', '--max-warnings=0']) },
  {
    name: 'prettier',
    run: () => judged('prettier', ['--check', '--log-level=warn', '.'], 'npx prettier --write . mends it'),
  },
  {
    name: 'dependency-cruiser',
    run: () => judged('depcruise', ['packages', 'apps', 'scripts', 'bench', '--output-type=err']),
  },
  { name: 'knip', run: () => judged('knip', ['--no-progress']) },
  {
    name: 'generated files',
    run: () => judged('tsx', ['scripts/generate.ts', '--check'], 'npm run generate mends it'),
  },
  { name: 'npm audit', run: auditDependencies },
];

/** Runs every step, two at a time, and tells each as it ends. */
export async function runStatic() {
  const waiting = [...steps];
  const counts = { passed: 0, failed: 0, skipped: 0, notes: [] };
  const work = async () => {
    for (let step = waiting.shift(); step; step = waiting.shift()) await runStep(step, counts);
  };
  await Promise.all(Array.from({ length: AT_ONCE }, work));
  return counts;
}

async function runStep(step, counts) {
  const started = performance.now();
  const { passed, note } = await step.run();
  const seconds = ((performance.now() - started) / 1000).toFixed(1);
  if (passed === null) {
    counts.skipped++;
    counts.notes.push(`${step.name} skipped: ${note}`);
  } else if (passed) counts.passed++;
  else {
    counts.failed++;
    counts.notes.push(`${step.name} failed`);
  }
  const outcome = passed === null ? '-' : passed ? '✓' : '✗';
  process.stdout.write(`  ${outcome} ${step.name} (${seconds} s)${passed ? '' : `\n${note}\n`}`);
  if (passed) process.stdout.write('\n');
}

async function judged(command, args, hint = '') {
  const { exitCode, output } = await runProgram(command, args);
  return { passed: exitCode === 0, note: [output.trimEnd(), hint].filter(Boolean).join('\n') };
}

async function auditDependencies() {
  const { exitCode, stdout } = await runProgram('npm', ['audit', '--audit-level=high', '--json']);
  return judgeAudit(stdout, exitCode);
}
