import { Command } from 'commander';
import { migrationsFolder } from '../package-root.ts';
import { migrate, migrationStatus } from '../platform/db/migrate.ts';
import { withDatabases } from './with-databases.ts';

export function migrateCommand(): Command {
  const command = new Command('migrate').description('See and apply database migrations.');
  command
    .command('status')
    .description('List applied and pending migrations; exits with 3 when some are pending.')
    .option('--json', 'machine-readable')
    .action(async ({ json }: { json?: boolean }) => {
      const status = await withDatabases(({ urls }) => migrationStatus(urls.owner, migrationsFolder), {
        migrating: false,
      });
      const lines = [
        ...status.applied.map((name) => `applied  ${name}`),
        ...status.pending.map((name) => `pending  ${name}`),
        ...status.changed.map((name) => `CHANGED  ${name}`),
      ];
      process.stdout.write(json ? `${JSON.stringify(status)}\n` : `${lines.join('\n')}\n`);
      process.exitCode = status.pending.length + status.changed.length > 0 ? 3 : 0;
    });
  command
    .command('up')
    .description('Apply what is pending.')
    .option('--json', 'machine-readable')
    .action(async ({ json }: { json?: boolean }) => {
      const applied = await withDatabases(({ urls }) => migrate(urls.owner, migrationsFolder), {
        migrating: false,
      });
      const text =
        applied.length > 0 ? applied.map((name) => `applied  ${name}`).join('\n') : 'nothing to do';
      process.stdout.write(json ? `${JSON.stringify({ applied })}\n` : `${text}\n`);
    });
  return command;
}
