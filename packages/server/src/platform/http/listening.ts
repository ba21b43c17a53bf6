import { OperatorError } from '../operator-error.ts';
import type { App } from './route.ts';

const HINTS: Record<string, string> = {
  EADDRINUSE: 'Stop what runs there, or set PORT to another number.',
  EACCES: 'Ports below 1024 need privileges; set PORT to a higher one.',
  EADDRNOTAVAIL:
    'Set HOST to an address of this machine: 127.0.0.1 for itself only, 0.0.0.0 for all networks.',
  ENOTFOUND: 'Set HOST to an address of this machine: 127.0.0.1 for itself only, 0.0.0.0 for all networks.',
};
const LOOK_EVERY_MS = 50;
/** How long a kept-alive connection may still begin a request once no new ones are taken. */
const LAST_WORD_MS = 250;

/** Takes connections; an address that cannot be had is told with what mends it. */
export async function listen(app: App, { host, port }: { host: string; port: number }): Promise<string> {
  try {
    return await app.listen({ host, port });
  } catch (error) {
    const hint = HINTS[(error as NodeJS.ErrnoException).code ?? ''];
    if (!hint) throw error;
    const what =
      (error as NodeJS.ErrnoException).code === 'EADDRINUSE'
        ? 'The address is already in use'
        : 'The address cannot be used';
    throw new OperatorError(`${what}: ${host}, port ${port}.`, hint, error);
  }
}

/**
 * Takes no new connections, lets every kept-alive one end with an answer that says so, and resolves once every request
 * under way has its answer; after `withinMs` they are cut off.
 */
export async function stopListening(app: App, withinMs: number): Promise<void> {
  const { server } = app;
  const closeIdle = server.closeIdleConnections.bind(server);
  // Node and Fastify would close idle connections at once, and with them what a client is just sending.
  server.closeIdleConnections = () => {};
  const began = performance.now();
  const idle = setInterval(() => performance.now() - began >= LAST_WORD_MS && closeIdle(), LOOK_EVERY_MS);
  const late = setTimeout(() => server.closeAllConnections(), withinMs);
  try {
    await app.close();
  } finally {
    clearInterval(idle);
    clearTimeout(late);
  }
}
