// npm test [--fast] [part …]: everything CI checks. Installs what is missing; the last line is the count of all parts.
import { lastLine, total } from './checks/counts.mjs';
import { parts } from './checks/parts.mjs';
import { prepare } from './prepare.mjs';

const asked = process.argv.slice(2);
const fast = asked.includes('--fast');
const names = asked.filter((word) => word !== '--fast');
const unknown = names.filter((name) => !parts.some((part) => part.name === name));
if (unknown.length > 0) {
  process.stderr.write(
    `There is no part ${unknown.join(', ')}; there are ${parts.map(({ name }) => name).join(', ')}.\n`,
  );
  process.exit(2);
}

prepare({ build: false });
const outcomes = [];
for (const part of parts.filter(({ name, slow }) =>
  names.length > 0 ? names.includes(name) : !(fast && slow),
)) {
  process.stdout.write(`\n── ${part.name}: ${part.about}\n`);
  const started = performance.now();
  const outcome = await part.run();
  outcomes.push({ name: part.name, seconds: (performance.now() - started) / 1000, ...outcome });
}

process.stdout.write('\n── summary\n');
for (const { name, seconds, notes, ...counts } of outcomes) {
  process.stdout.write(
    `${counts.failed > 0 ? '✗' : '✓'} ${name}: ${lastLine(counts)} (${seconds.toFixed(0)} s)\n`,
  );
  for (const note of notes) process.stdout.write(`    ${note}\n`);
}
const all = total(outcomes);
process.stdout.write(`\n${lastLine(all)}\n`);
process.exitCode = all.failed > 0 ? 1 : 0;
