import '../../packages/server/src/domains/checkout/states.ts';
import '../../packages/server/src/domains/commissions/states.ts';
import '../../packages/server/src/domains/inventory/states.ts';
import '../../packages/server/src/domains/orders/states.ts';
import '../../packages/server/src/domains/payments/states.ts';
import { allMachines, type StateTable } from '../../packages/server/src/platform/states.ts';

const INTRODUCTION = `# States

What moves through states here moves along these tables only. Each stands once in code (a domain's \`states.ts\`), the database
holds the same (\`state_transitions\`) and refuses anything else, whoever writes. This page is drawn from the code.
`;

/** docs/STATES.md: every machine as a drawing and as a table. */
export function writeStates(): string {
  const machines = [...allMachines()].sort(([a], [b]) => a.localeCompare(b));
  return [INTRODUCTION, ...machines.map(([name, table]) => section(name, table))].join('\n');
}

function section(name: string, table: StateTable<string>): string {
  const arrows = Object.entries(table).flatMap(([from, after]) =>
    after.map((to) => `  ${from || '[*]'} --> ${to}`),
  );
  const ends = Object.keys(table).filter((state) => table[state]!.length === 0);
  const rows = Object.entries(table)
    .filter(([from]) => from !== '')
    .map(([from, after]) => `- \`${from}\`: ${after.map((to) => `\`${to}\``).join(', ') || 'the end'}`);
  const drawing = ['stateDiagram-v2', ...arrows, ...ends.map((end) => `  ${end} --> [*]`)].join('\n');
  return `## ${name[0]!.toUpperCase()}${name.slice(1)}\n\n\`\`\`mermaid\n${drawing}\n\`\`\`\n\n${rows.join('\n')}\n`;
}
