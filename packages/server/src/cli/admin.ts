import { Command } from 'commander';
import { createInterface } from 'node:readline/promises';
import { createUser } from '../domains/identity/public.ts';
import { nobody } from '../platform/db/database.ts';
import { withDatabases } from './with-databases.ts';

export function adminCommand(): Command {
  const command = new Command('admin').description('Manage the people who run the shop.');
  command
    .command('create')
    .description('Make an admin. The password is read from standard input, so that it stands in no history or process list.')
    .requiredOption('--email <address>', 'email to sign in with')
    .option('--name <name>', 'name to show', '')
    .option('--json', 'machine-readable')
    .action(async ({ email, name, json }: { email: string; name: string; json?: boolean }) => {
      if (!/^[^\s@]+@[^\s@]+\.[^\s@]{2,}$/.test(email)) throw new Error(`"${email}" is not an email address.`);
      const password = await readPassword();
      const created = await withDatabases(({ system }) => createUser(system.as(nobody), { email, name, role: 'admin', password, now: new Date() }));
      if (!created) throw new Error(`${email} has an account already; nothing was changed.`);
      process.stdout.write(json ? `${JSON.stringify({ email, role: 'admin' })}\n` : `made the admin ${email}\n`);
    });
  return command;
}

async function readPassword(): Promise<string> {
  if (process.stdin.isTTY) process.stderr.write('Password: ');
  const lines = createInterface({ input: process.stdin });
  const { value } = (await lines[Symbol.asyncIterator]().next()) as IteratorResult<string, undefined>;
  lines.close();
  if (!value) throw new Error('No password was given on standard input.');
  return value;
}
