import { spawn } from 'node:child_process';
import { join } from 'node:path';

/**
 * Starts the sandbox payment gateway beside the server, in development only. It ends with this process, however that
 * ends, and with `stop`; a gateway that cannot start says why and does not hold up the shop.
 */
export function startGateway(program) {
  if (process.env.NODE_ENV === 'production') return { stop: async () => {} };
  const { env } = process;
  const gateway = spawn(process.execPath, [...program, '--until-stdin-ends'], {
    stdio: ['pipe', 'inherit', 'inherit'],
    env: {
      ...env,
      GATEWAY_SHOP_URL: env.GATEWAY_SHOP_URL || `http://${hostOf(env)}:${env.PORT || 4000}`,
      GATEWAY_DATA_DIR: env.GATEWAY_DATA_DIR || join(env.DATA_DIR || './.data', 'gateway'),
    },
  });
  gateway.stdin.on('error', () => {});
  const ended = new Promise((resolve) => gateway.on('exit', resolve).on('error', resolve));
  return {
    stop: () => {
      gateway.stdin.end();
      return ended;
    },
  };
}

// A server that listens everywhere listens here too.
function hostOf({ HOST }) {
  if (!HOST || HOST === '0.0.0.0' || HOST === '::') return '127.0.0.1';
  return HOST.includes(':') ? `[${HOST}]` : HOST;
}
