import { Command, InvalidArgumentError } from 'commander';
import { createInterface } from 'node:readline/promises';
import { Writable } from 'node:stream';
import { createUser } from '../domains/identity/public.ts';
import { nobody } from '../platform/db/database.ts';
import { OperatorError } from '../platform/operator-error.ts';
import { withDatabases } from './with-databases.ts';

export function adminCommand(): Command {
  const command = new Command('admin').description('Manage the people who run the shop.');
  command
    .command('create')
    .description(
      'Make an admin. The password is read from standard input, so that it stands in no history or process list.',
    )
    .requiredOption('--email <address>', 'email to sign in with', emailAddress)
    .option('--name <name>', 'name to show', '')
    .option('--json', 'machine-readable')
    .action(async ({ email, name, json }: { email: string; name: string; json?: boolean }) => {
      const password = await readPassword();
      const created = await withDatabases(({ system }) =>
        createUser(system.as(nobody), { email, name, role: 'admin', password, now: new Date() }),
      );
      if (!created)
        throw new OperatorError(
          `${email} has an account already; nothing was changed.`,
          'Choose another email for the admin.',
        );
      process.stdout.write(
        json ? `${JSON.stringify({ email, role: 'admin' })}\n` : `made the admin ${email}\n`,
      );
    });
  return command;
}

function emailAddress(text: string): string {
  if (/^[^\s@]+@[^\s@]+\.[^\s@]{2,}$/.test(text)) return text;
  throw new InvalidArgumentError('It is not an email address.');
}

async function readPassword(): Promise<string> {
  const typed = process.stdin.isTTY ? await askHidden('Password: ') : await readFirstLine();
  if (!typed)
    throw new OperatorError(
      'No password was given on standard input.',
      'Type it when asked, or pass it on: printf \'%s\' "$PASSWORD" | cartwright admin create …',
    );
  return typed;
}

async function askHidden(question: string): Promise<string> {
  process.stderr.write(question);
  const silent = new Writable({ write: (_chunk, _encoding, done) => done() });
  const prompt = createInterface({ input: process.stdin, output: silent, terminal: true });
  const typed = await prompt.question('');
  prompt.close();
  process.stderr.write('\n');
  return typed;
}

async function readFirstLine(): Promise<string | undefined> {
  for await (const line of createInterface({ input: process.stdin })) return line;
  return undefined;
}
