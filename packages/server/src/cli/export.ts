import { Command } from 'commander';
import { writeFile } from 'node:fs/promises';
import { nobody } from '../platform/db/database.ts';
import { chosenMarket } from './chosen-market.ts';
import { withDatabases } from './with-databases.ts';

export function exportCommand(): Command {
  return new Command('export')
    .description('Write all products as a Shopify product CSV; importing it again changes nothing.')
    .argument('[file]', 'where to; standard output otherwise')
    .option('--market <code>', "the market whose prices are written (the store's default otherwise)")
    .action(async (file: string | undefined, { market }: { market?: string }) => {
      const { exportProducts } = await import('../domains/catalog/import.public.ts');
      const csv = await withDatabases(({ system, store }) =>
        exportProducts(system.as(nobody), { market: chosenMarket(market, store) }),
      );
      if (file) await writeFile(file, csv);
      else process.stdout.write(csv);
    });
}
