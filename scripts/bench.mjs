// npm run bench [seconds]: builds what is stale and runs the benches; needs wrk and pgbench.
import { spawnSync } from 'node:child_process';
import { prepare } from './prepare.mjs';

prepare();
for (const bench of ['bench/bench.ts', 'bench/checkouts.ts', 'bench/orders-at-once.ts']) {
  const { status } = spawnSync(process.execPath, ['--import', 'tsx', bench, ...process.argv.slice(2)], {
    stdio: 'inherit',
  });
  if (status !== 0) process.exit(status ?? 1);
}
