import { Command } from 'commander';
import { loadConfig } from '../config.ts';
import { createLogger } from '../platform/log/logger.ts';
import { startServer } from '../server.ts';
import { SAMPLE_PASSWORD, SAMPLE_USERS, seedSample } from './seed-sample.ts';
import { stopOnSignal } from './stop-on-signal.ts';

export function startCommand(): Command {
  return new Command('start')
    .description('Start the server: HTTP, jobs and, without DATABASE_URL, the embedded database.')
    .option('--sample', 'load the sample store when the shop is empty (never in production)')
    .option('--no-color', 'plain log lines')
    .action(async (options: { sample?: boolean }) => {
      const began = performance.now();
      const config = loadConfig(process.env);
      const logger = createLogger({ level: config.LOG_LEVEL, pretty: !config.production && process.stdout.isTTY });
      const server = await startServer(config, logger);
      stopOnSignal(() => server.stop(), logger);
      if (options.sample && !config.production) await seedSample(server, () => new Date());
      process.stdout.write(banner(config.PUBLIC_URL, { sample: Boolean(options.sample) && !config.production, production: config.production, ms: performance.now() - began }));
    });
}

function banner(url: string, { sample, production, ms }: { sample: boolean; production: boolean; ms: number }): string {
  const lines = [
    '',
    `  Cartwright is ready after ${(ms / 1_000).toFixed(1)} s`,
    '',
    `  API             ${url}/api`,
    `  API docs        ${url}/docs`,
    `  OpenAPI         ${url}/openapi.json`,
    ...(production ? [] : [`  Outbox          ${url}/dev/outbox`]),
  ];
  if (sample) {
    lines.push('', `  Sample logins, password ${SAMPLE_PASSWORD}:`, ...SAMPLE_USERS.map(({ email, role }) => `    ${email.padEnd(20)} ${role}`));
  }
  return `${lines.join('\n')}\n\n`;
}
