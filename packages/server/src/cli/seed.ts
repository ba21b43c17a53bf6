import { Command } from 'commander';
import { seedSample } from './seed-sample.ts';
import { withDatabases } from './with-databases.ts';

export function seedCommand(): Command {
  return new Command('seed')
    .description('Load the sample store and its logins. Refuses in production.')
    .option('--force', 'load it even in production')
    .option('--json', 'machine-readable')
    .action(async ({ force, json }: { force?: boolean; json?: boolean }) => {
      const made = await withDatabases(async (bench) => {
        if (bench.config.production && !force) throw new Error('This is production, and the sample logins have a published password.\n  Use --force only if you are sure.');
        return seedSample(bench, () => new Date());
      });
      process.stdout.write(json ? `${JSON.stringify(made)}\n` : `made ${made.products} products and ${made.users} users\n`);
    });
}
