import { readFile, writeFile } from 'node:fs/promises';
import path from 'node:path';
import { afterAll, expect, it } from 'vitest';
import { Playground } from './embedded.fixture.ts';
import { boundServerLog, openServerLog, readLogTail } from './server-log.ts';

const playground = new Playground();
afterAll(() => playground.cleanUp());

it('keeps the log bounded under a server that goes on writing to it', async () => {
  const file = path.join(await playground.folder(), 'postgres.log');
  await writeFile(file, `${'old line\n'.repeat(200_000)}the last old line\n`);
  const { handle } = await openServerLog(file);
  await boundServerLog(file, 1024 * 1024);
  await handle.write('a new line\n');
  await handle.close();
  expect(await readFile(file, 'utf8')).toBe('a new line\n');
  const previous = await readFile(`${file}.previous`, 'utf8');
  expect(previous.endsWith('the last old line\n')).toBe(true);
  expect(previous.length).toBeLessThanOrEqual(512 * 1024);
});

it('tells only lines of this start', async () => {
  const file = path.join(await playground.folder(), 'postgres.log');
  await writeFile(file, 'from the start before\n');
  const { handle, from } = await openServerLog(file);
  await handle.write('FATAL:  no\n');
  await handle.close();
  expect(await readLogTail(file, from)).toBe('FATAL:  no');
});
