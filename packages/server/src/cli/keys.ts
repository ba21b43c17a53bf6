import { Command } from 'commander';
import { randomBytes } from 'node:crypto';
import type { SigningKey } from '../config.ts';
import { recordAudit } from '../domains/audit/public.ts';
import type { Foundation } from '../foundation.ts';
import { keepKeys } from '../kept-secret.ts';
import { nobody } from '../platform/db/database.ts';
import { OperatorError } from '../platform/operator-error.ts';
import { withDatabases } from './with-databases.ts';

const SECRET_BYTES = 48;
/** Older ones have nothing left to verify: a token lives for half an hour. */
const KEPT = 5;

interface Rotation {
  keyId: string;
  /** Every key that verifies from now on, the one that signs first. */
  keys: string[];
  /** The new value of JWT_KEYS, where the keys come from the environment. */
  jwtKeys: string | null;
  /** The file it was written to, where they do not. */
  file: string | null;
}

export function keysCommand(): Command {
  const command = new Command('keys').description('Look after the keys that sign access tokens.');
  command
    .command('rotate')
    .description(
      'Make a new signing key. Tokens of the keys before stay good until they end; nobody is signed out.',
    )
    .option('--json', 'machine-readable')
    .addHelpText(
      'after',
      '\nKeys from JWT_KEYS or JWT_SECRET: prints the new value of JWT_KEYS, which you set yourself. Generated keys: writes them to DATA_DIR.' +
        '\nRestart every server and worker afterwards. Keep the key before for a day; then take it out of JWT_KEYS.',
    )
    .action(async ({ json }: { json?: boolean }) => {
      const rotation = await withDatabases(rotate);
      process.stdout.write(json ? `${JSON.stringify(rotation)}\n` : describe(rotation));
    });
  return command;
}

async function rotate({ config, system }: Foundation): Promise<Rotation> {
  const now = new Date();
  const day = now.toISOString().slice(0, 10).replaceAll('-', '');
  const keyId = `k${day}-${randomBytes(3).toString('hex')}`;
  const secret = randomBytes(SECRET_BYTES).toString('base64url');
  const keys: SigningKey[] = [{ id: keyId, secret }, ...config.keys].slice(0, KEPT);
  const ids = keys.map(({ id }) => id);
  const record = () =>
    system.as(nobody).write(
      recordAudit({
        at: now,
        actorId: null,
        actorRole: 'operator',
        action: 'keys.rotate',
        targetKind: 'signing_key',
        targetId: keyId,
        before: { keys: config.keys.map(({ id }) => id) },
        after: { keys: ids, from: config.keysFrom },
        requestId: 'command line',
        ip: '127.0.0.1',
        userAgent: 'cartwright',
      }),
    );
  if (config.keysFrom === 'folder') {
    const file = await keepKeys(config.DATA_DIR, keys, record);
    return { keyId, keys: ids, jwtKeys: null, file };
  }
  if (keys.some((key) => key.secret.includes(',')))
    throw new OperatorError(
      'JWT_SECRET has a comma, which JWT_KEYS uses to tell keys apart.',
      'Set JWT_SECRET to one without; everybody has to sign in again then.',
    );
  await record();
  return {
    keyId,
    keys: ids,
    jwtKeys: keys.map(({ id, secret: part }) => `${id}:${part}`).join(','),
    file: null,
  };
}

function describe({ keyId, jwtKeys, file }: Rotation): string {
  const where =
    file === null ? `Set this, in place of JWT_SECRET:\nJWT_KEYS=${jwtKeys}` : `Written to ${file}.`;
  return `made the signing key ${keyId}\n${where}\nRestart every server and worker; until then they sign with the key before.\n`;
}
