import { constants } from 'node:os';
import { Closers } from '../platform/closers.ts';
import { loadConfig } from '../config.ts';
import { EmbeddedPostgresError } from '../platform/db/embedded/embedded-error.ts';
import { openFoundation, type Foundation } from '../foundation.ts';
import { createCommandLogger } from '../platform/log/logger.ts';
import { OperatorError } from '../platform/operator-error.ts';
import { rethrowUnless, serve } from './serve.ts';

const BESIDE_A_SERVER =
  'Stop that server for as long as this command runs. With DATABASE_URL, a PostgreSQL server, commands run beside it.';

/** Opens the configured database for one command, migrated unless told otherwise, and closes it whatever happens. */
export async function withDatabases<Result>(
  work: (foundation: Foundation) => Promise<Result>,
  { migrating = true }: { migrating?: boolean } = {},
): Promise<Result> {
  const config = loadConfig(process.env);
  const logger = createCommandLogger();
  const closers = new Closers(logger);
  const open = async (stopping: AbortSignal) => {
    try {
      const foundation = await openFoundation(config, { logger, closers, stopping, migrating });
      return { ...foundation, stop: (hurry?: AbortSignal) => closers.closeAll(hurry) };
    } catch (error) {
      await closers.closeAll();
      throw isInUse(error) ? new OperatorError(error.message, BESIDE_A_SERVER, error) : error;
    }
  };
  const { running, stopping } = await serve(open, {
    logger,
    codeOf: (signal) => 128 + constants.signals[signal],
  });
  try {
    return await work(running).catch(rethrowUnless(stopping));
  } finally {
    await running.stop();
  }
}

function isInUse(error: unknown): error is EmbeddedPostgresError {
  return error instanceof EmbeddedPostgresError && error.reason === 'IN_USE';
}
