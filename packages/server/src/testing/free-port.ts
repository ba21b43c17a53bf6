import { createServer } from 'node:net';

// Below the ports from which systems draw those of outgoing connections (32768 on Linux, 49152 elsewhere): what was free
// there a moment ago may be somebody's connection when a server wants it, or wants it again after its end.
const FIRST = 10_000;
const LAST = 32_000;

let next = FIRST + Math.floor(Math.random() * (LAST - FIRST));

/** A port of 127.0.0.1 that nobody listens on; each call gives another one. */
export async function freePort(): Promise<number> {
  for (;;) {
    const port = next;
    next = port === LAST ? FIRST : port + 1;
    if (await isFree(port)) return port;
  }
}

function isFree(port: number): Promise<boolean> {
  return new Promise((resolve) => {
    const probe = createServer();
    probe.once('error', () => resolve(false));
    probe.listen(port, '127.0.0.1', () => probe.close(() => resolve(true)));
  });
}
