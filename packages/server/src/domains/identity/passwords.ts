import { hash, verify } from '@node-rs/argon2';
import { createRequire } from 'node:module';
import { refuse } from '../../platform/errors.ts';
import { WorkQueue } from '../../platform/work-queue.ts';
import { identityErrors } from './errors.ts';

// OWASP Password Storage Cheat Sheet, Argon2id: 19 MiB, 2 passes, 1 lane.
const ARGON2_ID = 2;
const ARGON2 = { algorithm: ARGON2_ID, memoryCost: 19_456, timeCost: 2, parallelism: 1 };

// A hash keeps one of libuv's four threads for some 30 ms: one thread stays free for everything else, and nobody waits for minutes.
const hashing = new WorkQueue({ atOnce: 3, mostWaiting: 200 });

const RULES = [
  ['length', (password: string) => [...password].length >= 8],
  ['upper', (password: string) => /\p{Lu}/u.test(password)],
  ['lower', (password: string) => /\p{Ll}/u.test(password)],
  ['digit', (password: string) => /\p{Nd}/u.test(password)],
] as const;

const LIST = '@zxcvbn-ts/language-common/dist/passwords.json.cjs';

let commonPasswords: ReadonlySet<string> | undefined;
let nobodysHash: Promise<string> | undefined;

/** Hashes a new password with Argon2id, or refuses a weak one with the rules it breaks (AUTH-1). */
export async function hashPassword(typed: string): Promise<string> {
  // Judged in the form it is kept in: `Ｐａｓｓｗｏｒｄ１２３` is as common as `Password123`.
  const password = typed.normalize('NFKC');
  const broken: ('length' | 'upper' | 'lower' | 'digit' | 'common')[] = RULES.filter(
    ([, holds]) => !holds(password),
  ).map(([rule]) => rule);
  if (common().has(password.toLowerCase())) broken.push('common');
  if (broken.length > 0) throw refuse(identityErrors.passwordWeak, { rules: broken });
  return hashing.run(() => hash(password, ARGON2));
}

/** Whether the password fits; takes as long when there is no account to compare with. */
export async function passwordFits(password: string, passwordHash: string | null): Promise<boolean> {
  nobodysHash ??= hash('nobody has this password', ARGON2);
  const against = passwordHash ?? (await nobodysHash);
  const fits = await hashing.run(() => verify(against, password.normalize('NFKC')));
  return fits && passwordHash !== null;
}

// Only passwords that the other rules let through can matter, a tenth of the list; as a module the whole would keep 25 MB.
function common(): ReadonlySet<string> {
  if (commonPasswords) return commonPasswords;
  const load = createRequire(import.meta.url);
  const list = load(LIST) as string[];
  delete load.cache[load.resolve(LIST)];
  commonPasswords = new Set(list.filter((word) => word.length >= 8 && /\d/.test(word) && /[a-z]/.test(word)));
  return commonPasswords;
}
