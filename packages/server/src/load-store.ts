import { readFile } from 'node:fs/promises';
import { ConfigError } from './config.ts';
import { defaultStore, parseStore, type Store } from './store.ts';

/** Reads and checks the shop's policy; without a file the sample store's. Every problem is named with its path. */
export async function loadStore(file: string | undefined): Promise<Store> {
  if (!file) return defaultStore;
  const fail = (problem: string, hint: string): never => {
    throw new ConfigError([{ name: 'STORE_FILE', problem, hint }]);
  };
  const text = await readFile(file, 'utf8').catch((error: unknown) =>
    fail(`cannot be read: ${(error as Error).message}`, 'Give the path of a JSON file.'),
  );
  const parsed = parseStore(
    parseJson(text) ?? fail('is not valid JSON', 'Check commas, quotes and brackets.'),
  );
  if ('problems' in parsed)
    return fail(parsed.problems.join('; '), 'docs/CONFIGURATION.md describes every field.');
  return parsed.store;
}

function parseJson(text: string): unknown {
  try {
    return JSON.parse(text) as unknown;
  } catch {
    return undefined;
  }
}
