// One of several rivals for a lock folder: holds it so many times, every other time "dying" with it, and tells of company.
import { readdir, rename, rm, writeFile } from 'node:fs/promises';
import path from 'node:path';
import { setTimeout as sleep } from 'node:timers/promises';
import { EmbeddedPostgresError } from './embedded-error.ts';
import { lockFolder, type FolderLock } from './folder-lock.ts';

const [folder = '', times = '0'] = process.argv.slice(2);
const alone = `${folder}.alone`;

for (let held = 0; held < Number(times); held += 1) {
  const lock = await takeLock();
  await writeFile(alone, '', { flag: 'wx' });
  await sleep(Math.random() * 2);
  await rm(alone);
  if (held % 2 === 0) await lock.release();
  else await leaveAsIfKilled();
}
process.stdout.write(`${times} held alone\n`);

async function takeLock(): Promise<FolderLock> {
  for (;;) {
    try {
      return await lockFolder(folder);
    } catch (error) {
      if (!(error instanceof EmbeddedPostgresError)) throw error;
      await sleep(Math.random() * 2);
    }
  }
}

async function leaveAsIfKilled(): Promise<void> {
  const generations = (await readdir(folder)).filter((name) => /^\d+$/.test(name)).map(Number);
  const claim = path.join(folder, String(Math.max(...generations)));
  await writeFile(`${alone}.dead-${process.pid}`, '2147483647\nkilled\n');
  await rename(`${alone}.dead-${process.pid}`, claim);
}
