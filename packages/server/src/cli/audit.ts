import { Command, InvalidArgumentError } from 'commander';
import { verifyChain, type ChainReport, type FaultKind, type Head } from '../domains/audit/public.ts';
import { nobody } from '../platform/db/database.ts';
import { withDatabases } from './with-databases.ts';

const BROKEN = 4;

const SENTENCES: Record<FaultKind, string> = {
  ROW_CHANGED: 'is not as it was written',
  ROW_MISSING: 'was removed',
  ROW_WITHOUT_LINK: 'was put in behind the chain',
  LINK_MISSING: 'is missing from the chain',
  LINK_CHANGED: 'has a link that does not fit the one before it',
  LINK_TWICE: 'stands in the chain twice',
  END_MISSING: 'and all after it were cut off',
  NOT_THE_CHAIN_YOU_KNEW: 'has another hash than the one you noted',
};

export function auditCommand(): Command {
  const command = new Command('audit').description('Look after the audit log.');
  command
    .command('verify')
    .description(
      'Go through the whole audit log; exits with 4 and names the first bad row when anything was changed, removed or put in.',
    )
    .option(
      '--head <number:hash>',
      'an end of the chain that an earlier run printed: shows also when all after it was made anew',
      parseHead,
    )
    .option('--json', 'machine-readable')
    .addHelpText(
      'after',
      '\nNote the printed head down where nobody who may write to the database can change it, and give it to a later run.',
    )
    .action(async ({ head, json }: { head?: Head; json?: boolean }) => {
      const report = await withDatabases(({ system }) =>
        verifyChain(system.as(nobody), head ? { known: head } : {}),
      );
      process.stdout.write(json ? `${JSON.stringify(plain(report))}\n` : describe(report));
      process.exitCode = report.fault ? BROKEN : 0;
    });
  return command;
}

function parseHead(text: string): Head {
  const match = /^(\d{1,18}):([0-9a-f]{64}|)$/.exec(text);
  if (!match) throw new InvalidArgumentError('It is a number, a colon and 64 hexadecimal digits.');
  return { number: BigInt(match[1]!), hash: match[2]! };
}

function plain({ fault, head, ...report }: ChainReport): unknown {
  return {
    ok: fault === null,
    fault: fault && { ...fault, number: fault.number === null ? null : Number(fault.number) },
    ...report,
    firstNumber: Number(report.firstNumber),
    head: { number: Number(head.number), hash: head.hash },
  };
}

function describe({
  fault,
  head,
  links,
  firstNumber,
  unsealed,
  oldestUnsealedAt,
  late,
}: ChainReport): string {
  const lines = fault
    ? [
        `BROKEN  row ${fault.number ?? 'without a number'}${fault.rowId ? ` (${fault.rowId} of ${fault.at!.toISOString()})` : ''} ${SENTENCES[fault.kind]}`,
      ]
    : [`ok      ${links} rows, from number ${firstNumber} on, are as they were written`];
  if (unsealed > 0)
    lines.push(
      `        ${unsealed} rows wait for their link, the oldest of ${oldestUnsealedAt!.toISOString()}`,
    );
  if (late > 0) lines.push(`        ${late} rows got their link more than a day after the time they give`);
  lines.push(`head    ${head.number}:${head.hash}`);
  return `${lines.join('\n')}\n`;
}
