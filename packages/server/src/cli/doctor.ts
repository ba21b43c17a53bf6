import { Command } from 'commander';
import { checkLedger } from '../domains/inventory/public.ts';
import { migrationsFolder } from '../package-root.ts';
import { GatewayUnavailable, openGateways } from '../domains/payments/public.ts';
import { checkInvariants, type Violation } from '../invariants/check-invariants.ts';
import type { Config } from '../config.ts';
import { nobody, type Database } from '../platform/db/database.ts';
import { readDatabaseFacts, type DatabaseFacts } from '../platform/db/database-facts.ts';
import { migrationStatus } from '../platform/db/migrate.ts';
import type { Foundation } from '../foundation.ts';
import { withDatabases } from './with-databases.ts';

/** How far back gateways are asked, and so the time this takes. */
const BOOKS_DAYS = 4;

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
  if (status.pending.length === 0) {
    findings.push(ledgerFinding(await checkLedger(system.as(nobody))));
    findings.push(...(await promiseFindings(config, system)));
  }
  return findings;
}

/** Whether money, stock and orders agree, here and in the gateways' own books. */
async function promiseFindings(config: Config, system: Database): Promise<Finding[]> {
  const now = new Date();
  const deps = { system, gateways: openGateways(config), now };
  const own = await checkInvariants({ ...deps, since: null });
  const findings = [promiseFinding('money and goods', own)];
  try {
    const since = new Date(now.getTime() - BOOKS_DAYS * 86_400_000);
    const all = await checkInvariants({ ...deps, since });
    findings.push(promiseFinding("gateways' books", all.slice(own.length)));
  } catch (error) {
    if (!(error instanceof GatewayUnavailable)) throw error;
    findings.push({ check: "gateways' books", ok: true, detail: `not compared: ${error.message}` });
  }
  return findings;
}

function promiseFinding(check: string, violations: readonly Violation[]): Finding {
  const told = violations.slice(0, 20).map(({ invariant, problem }) => `[${invariant}] ${problem}`);
  return { check, ok: violations.length === 0, detail: told.join('; ') || 'agree' };
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
