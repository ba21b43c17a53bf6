import { Command } from 'commander';
import { packageVersion } from '../package-root.ts';
import { adminCommand } from './admin.ts';
import { auditCommand } from './audit.ts';
import { doctorCommand } from './doctor.ts';
import { exportCommand } from './export.ts';
import { importCommand } from './import.ts';
import { keysCommand } from './keys.ts';
import { migrateCommand } from './migrate.ts';
import { reconcileCommand } from './reconcile.ts';
import { seedCommand } from './seed.ts';
import { startCommand } from './start.ts';
import { workerCommand } from './worker.ts';

const WRONG_USAGE = 2;

/** The command line: every command, its help, and one way to refuse wrong usage. `exit` is told 0 after help, else 2. */
export function createProgram(exit: (code: number) => never): Command {
  const program = new Command('cartwright')
    .description(
      'A commerce backend that keeps its promises. Settings come from the environment; see .env.example.',
    )
    .version(packageVersion);
  const commands = [
    startCommand,
    workerCommand,
    migrateCommand,
    seedCommand,
    importCommand,
    exportCommand,
    adminCommand,
    auditCommand,
    keysCommand,
    doctorCommand,
    reconcileCommand,
  ];
  for (const command of commands) program.addCommand(command());
  refuseWrongUsage(program, exit);
  return program;
}

// Commands added one by one inherit nothing of their parent.
function refuseWrongUsage(command: Command, exit: (code: number) => never): void {
  command
    .showHelpAfterError('\nRun it with --help to see how it is used.')
    .exitOverride(({ exitCode }) => exit(exitCode === 0 ? 0 : WRONG_USAGE));
  for (const child of command.commands) refuseWrongUsage(child, exit);
}
