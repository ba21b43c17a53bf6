#!/usr/bin/env node
import { Command } from 'commander';
import { adminCommand } from './cli/admin.ts';
import { doctorCommand } from './cli/doctor.ts';
import { exportCommand } from './cli/export.ts';
import { importCommand } from './cli/import.ts';
import { migrateCommand } from './cli/migrate.ts';
import { reportAndExit } from './cli/report-failure.ts';
import { seedCommand } from './cli/seed.ts';
import { startCommand } from './cli/start.ts';
import { workerCommand } from './cli/worker.ts';
import { packageVersion } from './package-root.ts';

const WRONG_USAGE = 2;

const program = new Command('cartwright')
  .description(
    'A commerce backend that keeps its promises. Settings come from the environment; see .env.example.',
  )
  .version(packageVersion);
for (const command of [
  startCommand,
  workerCommand,
  migrateCommand,
  seedCommand,
  importCommand,
  exportCommand,
  adminCommand,
  doctorCommand,
]) {
  program.addCommand(command());
}
refuseWrongUsage(program);

// Whoever read our output has gone; the work goes on.
process.stdout.on('error', () => {});
await program.parseAsync().catch(reportAndExit);

// Commands added one by one inherit nothing of their parent.
function refuseWrongUsage(command: Command): void {
  command
    .showHelpAfterError('\nRun it with --help to see how it is used.')
    .exitOverride(({ exitCode }) => process.exit(exitCode === 0 ? 0 : WRONG_USAGE));
  command.commands.forEach(refuseWrongUsage);
}
