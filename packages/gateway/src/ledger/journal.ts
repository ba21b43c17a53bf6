import { createReadStream, existsSync, mkdirSync } from 'node:fs';
import { open, truncate, type FileHandle } from 'node:fs/promises';
import { dirname } from 'node:path';

/** Where the ledger's batches are kept. */
export interface Journal {
  append(line: string): void;
  /** Resolves when everything appended before is on the disk. */
  flushed(): Promise<void>;
  close(): Promise<void>;
}

/** Keeps nothing, for tests that end with their process. */
export const forgetful: Journal = {
  append: () => {},
  flushed: () => Promise.resolve(),
  close: () => Promise.resolve(),
};

/**
 * Reads every whole line of the file. A last line without its end was being written when the process died: nobody was
 * told of it, so it is cut off.
 */
export async function readJournal(file: string, take: (line: string, number: number) => void): Promise<void> {
  if (!existsSync(file)) return;
  let [rest, bytes, number] = ['', 0, 0];
  for await (const chunk of createReadStream(file, 'utf8') as AsyncIterable<string>) {
    const lines = (rest + chunk).split('\n');
    rest = lines.pop()!;
    for (const line of lines) {
      take(line, ++number);
      bytes += Buffer.byteLength(line) + 1;
    }
  }
  if (rest !== '') await truncate(file, bytes);
}

/** Opens the file to append; lines that come while one write is under way go to the disk together. */
export async function openJournal(file: string): Promise<Journal> {
  mkdirSync(dirname(file), { recursive: true });
  const handle = await open(file, 'a', 0o600);
  await syncFolder(dirname(file));
  return new FileJournal(handle);
}

// A new file is only there after a crash when its folder is on the disk too.
async function syncFolder(folder: string): Promise<void> {
  const handle = await open(folder, 'r');
  await handle.sync().finally(() => handle.close());
}

class FileJournal implements Journal {
  readonly #handle: FileHandle;
  #waiting: string[] = [];
  #appended = 0;
  #written = 0;
  #writing: Promise<void> | null = null;

  constructor(handle: FileHandle) {
    this.#handle = handle;
  }

  append(line: string): void {
    this.#waiting.push(line);
    this.#appended++;
  }

  async flushed(): Promise<void> {
    const wanted = this.#appended;
    while (this.#written < wanted) await (this.#writing ??= this.#write());
  }

  async close(): Promise<void> {
    await this.flushed().finally(() => this.#handle.close());
  }

  // After a failed write what memory holds is ahead of the disk: `#writing` stays rejected, and nothing is answered any more.
  async #write(): Promise<void> {
    const lines = this.#waiting.splice(0).map((line) => `${line}\n`);
    await this.#handle.appendFile(lines.join(''));
    await this.#handle.datasync();
    this.#written += lines.length;
    this.#writing = null;
  }
}
