import { createHash } from 'node:crypto';
import { PORT } from './socket-folder.ts';

/** Name of the setting by which a running server tells what it was started with. */
export const LAUNCH_SETTING = 'cartwright.launch';

const DEFAULTS: Record<string, string> = {
  fsync: 'on',
  full_page_writes: 'on',
  synchronous_commit: 'on',
  shared_buffers: '128MB',
  effective_cache_size: '1GB',
  max_connections: '120',
  random_page_cost: '1.1',
  timezone: 'UTC',
  log_timezone: 'UTC',
  log_line_prefix: '%m [%p] ',
  // The driver gets every error in full; rows and parameters of customers stay out of the log.
  log_error_verbosity: 'terse',
  log_min_error_statement: 'panic',
};

/** A digest of binaries and settings: a running server with another one must be restarted, not adopted. */
export function launchDigest(fingerprint: string, settings: Record<string, string>): string {
  const all = Object.entries({ ...DEFAULTS, ...settings }).sort(([a], [b]) => (a < b ? -1 : 1));
  return createHash('sha256')
    .update(JSON.stringify([fingerprint, all]))
    .digest('hex')
    .slice(0, 32);
}

/** PostgreSQL's command line. No setting given can turn TCP on or move the socket. */
export function serverArguments(options: {
  cluster: string;
  socketDir: string;
  launch: string;
  settings: Record<string, string>;
}): string[] {
  const fixed = {
    listen_addresses: '',
    port: String(PORT),
    unix_socket_directories: quoteListItem(options.socketDir),
    unix_socket_permissions: '0700',
    logging_collector: 'off',
    log_destination: 'stderr',
    [LAUNCH_SETTING]: options.launch,
  };
  // The last value given for a setting is the one in force.
  const all = [...Object.entries({ ...DEFAULTS, ...options.settings }), ...Object.entries(fixed)];
  return ['-D', options.cluster, ...all.flatMap(([name, value]) => ['-c', `${name}=${value}`])];
}

function quoteListItem(item: string): string {
  return `"${item.replaceAll('"', '""')}"`;
}
