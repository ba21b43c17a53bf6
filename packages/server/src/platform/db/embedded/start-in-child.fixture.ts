// A server in a process of its own, for tests that kill it: arguments are the options as JSON, "stop" on stdin stops it.
import { startEmbeddedPostgres, type EmbeddedOptions } from './embedded-postgres.ts';

const given = JSON.parse(process.argv[2] ?? '{}') as Omit<EmbeddedOptions, 'log'> & {
  leaveAfterStart?: boolean;
};
const say = (message: object): boolean => process.stdout.write(`${JSON.stringify(message)}\n`);

try {
  const db = await startEmbeddedPostgres({ ...given, log: () => undefined });
  if (given.leaveAfterStart !== true) {
    const stop = (): void => {
      process.stdin.destroy();
      void db.stop().then(() => say({ stopped: true }));
    };
    process.stdin.once('data', stop);
    // Late, as a server that finishes its work first.
    process.once('SIGINT', () => setTimeout(stop, 300));
  }
  say({ url: db.url(db.superuser, 'postgres') });
} catch (error) {
  const { reason, message, hint } = error as { reason?: string; message: string; hint?: string };
  say({ reason, message, hint });
  process.exitCode = 1;
}
