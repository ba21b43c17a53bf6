import { Command } from 'commander';
import { checkLedger } from '../domains/inventory/public.ts';
import { migrationsFolder } from '../package-root.ts';
import { nobody } from '../platform/db/database.ts';
import { readDatabaseFacts, type DatabaseFacts } from '../platform/db/database-facts.ts';
import { migrationStatus } from '../platform/db/migrate.ts';
import type { Foundation } from '../foundation.ts';
import { withDatabases } from './with-databases.ts';

interface Finding {
  check: string;
  ok: boolean;
  detail: string;
}

export function doctorCommand(): Command {
  return new Command('doctor')
    .description('Check configuration, database, isolation and stock; exits with 3 when something is wrong.')
    .option('--json', 'machine-readable')
    .action(async ({ json }: { json?: boolean }) => {
      const findings = await withDatabases(examine, { migrating: false });
      const lines = findings.map(
        ({ check, ok, detail }) => `${ok ? 'ok     ' : 'WRONG  '}${check.padEnd(22)} ${detail}`,
      );
      process.stdout.write(json ? `${JSON.stringify({ findings })}\n` : `${lines.join('\n')}\n`);
      process.exitCode = findings.every(({ ok }) => ok) ? 0 : 3;
    });
}

async function examine({ config, store, shop, system, urls }: Foundation): Promise<Finding[]> {
  const status = await migrationStatus(urls.owner, migrationsFolder);
  const findings = [
    {
      check: 'configuration',
      ok: true,
      detail: `${config.NODE_ENV}, store "${store.name}", markets ${Object.keys(store.markets).join(' ')}`,
    },
    {
      check: 'migrations',
      ok: status.pending.length + status.changed.length === 0,
      detail: `${status.applied.length} applied, ${status.pending.length} pending, ${status.changed.length} changed`,
    },
  ];
  // Without our migrations there are neither our roles to ask as nor our tables to look into.
  if (status.applied.length > 0) findings.push(...databaseFindings(await readDatabaseFacts(shop)));
  if (status.pending.length === 0) findings.push(ledgerFinding(await checkLedger(system.as(nobody))));
  return findings;
}

function databaseFindings(facts: DatabaseFacts): Finding[] {
  return [
    { check: 'database', ok: facts.version >= 150_000, detail: `PostgreSQL ${facts.versionText}` },
    {
      check: 'durability',
      ok: facts.durable,
      detail: facts.durable
        ? 'fsync, full_page_writes and synchronous_commit are on'
        : 'a crash may lose what was acknowledged',
    },
    {
      check: 'shop role',
      ok: facts.restricted,
      detail: facts.restricted ? 'neither owner nor superuser' : 'could step around row-level security',
    },
    {
      check: 'personal tables',
      ok: facts.unprotected.length === 0,
      detail:
        facts.unprotected.length === 0
          ? 'all under forced row-level security'
          : `not protected: ${facts.unprotected.join(', ')}`,
    },
  ];
}

function ledgerFinding(imbalances: readonly unknown[]): Finding {
  return {
    check: 'stock ledger',
    ok: imbalances.length === 0,
    detail:
      imbalances.length === 0
        ? 'every balance is the sum of its movements'
        : `${imbalances.length} balances differ from their movements`,
  };
}
