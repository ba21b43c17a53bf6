import { open, rename, rm, stat } from 'node:fs/promises';
import type { FileHandle } from 'node:fs/promises';

const MAX_BYTES = 4 * 1024 * 1024;
const KEPT_BYTES = 512 * 1024;
const CHECK_EVERY_MS = 60_000;
const TAIL_BYTES = 8 * 1024;
const TAIL_LINES = 12;

/** Opens PostgreSQL's log for appending, shortened first if it is long; `from` is where this start's lines begin. */
export async function openServerLog(file: string): Promise<{ handle: FileHandle; from: number }> {
  await boundServerLog(file);
  const handle = await open(file, 'a', 0o600);
  const { size } = await handle.stat();
  return { handle, from: size };
}

/** Keeps the log bounded while the server runs; call the result to stop watching. Holds no process alive. */
export function watchServerLog(file: string): () => void {
  const timer = setInterval(() => void boundServerLog(file).catch(() => undefined), CHECK_EVERY_MS);
  timer.unref();
  return () => clearInterval(timer);
}

/** Once the log is over 4 MB, keeps its last 512 KB as `.previous` and empties it under the server that writes to it. */
export async function boundServerLog(file: string, maxBytes: number = MAX_BYTES): Promise<void> {
  const { size } = await stat(file).catch(() => ({ size: 0 }));
  if (size <= maxBytes) return;
  const kept = await readFrom(file, Math.max(0, size - KEPT_BYTES));
  const draft = `${file}.previous.draft`;
  await rm(draft, { force: true });
  const previous = await open(draft, 'wx', 0o600);
  try {
    await previous.writeFile(kept);
  } finally {
    await previous.close();
  }
  await rename(draft, `${file}.previous`);
  const log = await open(file, 'r+');
  try {
    // The server appends (O_APPEND), so its next line lands at the new beginning.
    await log.truncate(0);
  } finally {
    await log.close();
  }
}

/** The last lines written since `from`, for an error message. */
export async function readLogTail(file: string, from: number): Promise<string> {
  const { size } = await stat(file).catch(() => ({ size: 0 }));
  const text = (await readFrom(file, Math.max(from, size - TAIL_BYTES))).toString('utf8');
  return text.trimEnd().split('\n').slice(-TAIL_LINES).join('\n');
}

async function readFrom(file: string, from: number): Promise<Buffer> {
  const log = await open(file, 'r').catch(() => undefined);
  if (log === undefined) return Buffer.alloc(0);
  try {
    const { size } = await log.stat();
    const buffer = Buffer.alloc(Math.max(0, size - from));
    const { bytesRead } = await log.read(buffer, 0, buffer.length, from);
    return buffer.subarray(0, bytesRead);
  } finally {
    await log.close();
  }
}
