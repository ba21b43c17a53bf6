import { Command } from 'commander';
import { loadConfig } from '../config.ts';
import { createLogger } from '../platform/log/logger.ts';
import { SAMPLE_PASSWORD, SAMPLE_USERS, seedSampleWhereEmpty } from './seed-sample.ts';
import { serve } from './serve.ts';

export function startCommand(): Command {
  return new Command('start')
    .description('Start the server: HTTP, jobs and, without DATABASE_URL, the embedded database.')
    .option('--sample', 'load the sample store when the shop is empty (never in production)')
    .action(async (options: { sample?: boolean }) => {
      const began = performance.now();
      const { startServer } = await import('../server.ts');
      const config = loadConfig(process.env);
      const logger = createLogger({
        level: config.LOG_LEVEL,
        pretty: !config.production && process.stdout.isTTY,
      });
      let sample = false;
      await serve(
        async (stopping) => {
          const server = await startServer(config, logger, stopping);
          if (!options.sample || config.production) return server;
          try {
            sample = await seedSampleWhereEmpty(server, () => new Date());
            return server;
          } catch (error) {
            await server.stop();
            throw error;
          }
        },
        { logger },
      );
      process.stdout.write(
        banner(config.PUBLIC_URL, { sample, production: config.production, ms: performance.now() - began }),
      );
    });
}

function banner(
  url: string,
  { sample, production, ms }: { sample: boolean; production: boolean; ms: number },
): string {
  const lines = [
    '',
    `  Cartwright is ready after ${(ms / 1_000).toFixed(1)} s`,
    '',
    `  Shop            ${url}/`,
    `  API             ${url}/api`,
    `  API docs        ${url}/docs`,
    `  OpenAPI         ${url}/openapi.json`,
    ...(production ? [] : [`  Outbox          ${url}/dev/outbox`]),
  ];
  if (sample) {
    lines.push(
      '',
      `  Sample logins, password ${SAMPLE_PASSWORD}:`,
      ...SAMPLE_USERS.map(({ email, role }) => `    ${email.padEnd(20)} ${role}`),
    );
  }
  return `${lines.join('\n')}\n\n`;
}
