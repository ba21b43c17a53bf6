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

const program = new Command('cartwright')
  .description('A commerce backend that keeps its promises. Settings come from the environment; see .env.example.')
  .version('0.1.0')
  .showHelpAfterError()
  .exitOverride((error) => process.exit(error.exitCode === 0 ? 0 : 2));

for (const command of [startCommand, workerCommand, migrateCommand, seedCommand, importCommand, exportCommand, adminCommand, doctorCommand]) {
  program.addCommand(command());
}

await program.parseAsync().catch(reportAndExit);
