import { Command } from 'commander';
import { readFile } from 'node:fs/promises';
import type { ImportReport } from '../domains/catalog/import.public.ts';
import { nobody } from '../platform/db/database.ts';
import { OperatorError } from '../platform/operator-error.ts';
import { chosenMarket } from './chosen-market.ts';
import { withDatabases } from './with-databases.ts';

interface Options {
  market?: string;
  json?: boolean;
}

export function importCommand(): Command {
  return new Command('import')
    .description('Bring products in from a Shopify product CSV. Doing it again changes nothing.')
    .argument('<file>', 'the CSV file')
    .option('--market <code>', "the market the file's prices are for (the store's default otherwise)")
    .option('--json', 'machine-readable report')
    .addHelpText(
      'after',
      '\nExits with 0 when everything went in, 3 when some rows did not (they are listed).',
    )
    .action(async (file: string, { market, json }: Options) => {
      const { importProducts, readShopifyCsv } = await import('../domains/catalog/import.public.ts');
      const content = await readFile(file).catch((error: unknown) => {
        throw new OperatorError(
          `${file} cannot be read: ${(error as Error).message}.`,
          'Give the path of a CSV file.',
        );
      });
      const report = await withDatabases(async ({ system, store }) => {
        const target = chosenMarket(market, store);
        const bar = await progressBar(!json);
        const reading = readShopifyCsv(content, { currency: target.currency });
        try {
          return await importProducts(system.as(nobody), reading, {
            market: target,
            now: new Date(),
            actor: 'import',
            onProgress: bar.show,
          });
        } finally {
          bar.done();
        }
      });
      process.stdout.write(json ? `${JSON.stringify(report)}\n` : describe(report));
      process.exitCode = report.problems.length > 0 ? 3 : 0;
    });
}

async function progressBar(
  wanted: boolean,
): Promise<{ show: (done: number, total: number) => void; done: () => void }> {
  if (!wanted || !process.stderr.isTTY) return { show: () => {}, done: () => {} };
  const { SingleBar } = await import('cli-progress');
  const bar = new SingleBar({
    format: '{bar} {value}/{total} products',
    hideCursor: true,
    stream: process.stderr,
  });
  let started = false;
  return {
    show: (done, total) => {
      if (!started) bar.start(total, 0);
      started = true;
      bar.update(done);
    },
    done: () => bar.stop(),
  };
}

function describe(report: ImportReport): string {
  const { created, updated, unchanged, failed, problems } = report;
  const lines = problems.map(
    ({ line, handle, reason, message, hint }) =>
      `line ${line}${handle ? ` (${handle})` : ''}: ${reason}. ${message} ${hint}`,
  );
  return `${lines.map((line) => `${line}\n`).join('')}created ${created}, updated ${updated}, unchanged ${unchanged}, failed ${failed}\n`;
}
