import { Command } from 'commander';
import { loadConfig } from '../config.ts';
import { OperatorError } from '../platform/operator-error.ts';
import { seedSample } from './seed-sample.ts';
import { withDatabases } from './with-databases.ts';

export function seedCommand(): Command {
  return new Command('seed')
    .description('Load the sample store and its logins. Refuses in production.')
    .option('--force', 'load it even in production')
    .option('--json', 'machine-readable')
    .action(async ({ force, json }: { force?: boolean; json?: boolean }) => {
      if (loadConfig(process.env).production && !force) {
        throw new OperatorError(
          'This is production, and the sample logins have a published password.',
          'Use --force only if you are sure.',
        );
      }
      const made = await withDatabases((foundation) => seedSample(foundation, () => new Date()));
      process.stdout.write(
        json ? `${JSON.stringify(made)}\n` : `made ${made.products} products and ${made.users} users\n`,
      );
    });
}
