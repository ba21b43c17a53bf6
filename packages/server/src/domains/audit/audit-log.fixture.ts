import { nobody } from '../../platform/db/database.ts';
import { createTestDatabase } from '../../testing/test-database.ts';
import { recordAudit } from './queries.ts';
import { sealAuditJob } from './seal-audit.job.ts';
import { verifyChain } from './verify-chain.ts';

const AWKWARD = [
  { a: 1, b: [1.0, '1.00', null], 'ключ"\\': '💥\n' },
  null,
  'text',
  false,
  0,
  { nested: { z: 1, a: 2 } },
];

/** A database with an audit log to write to, seal, verify, and harm. */
export async function createAuditLog() {
  const database = await createTestDatabase();
  const admin = (text: string, values: unknown[] = []) =>
    database.admin.query<Record<string, unknown>>(text, values);
  const write = async (from: number, to: number) => {
    for (let index = from; index <= to; index++) await database.system.as(nobody).write(entry(index));
  };
  const seal = async (expected: number, batch?: number) => {
    const job = sealAuditJob({ system: database.system, ...(batch ? { batch } : {}) });
    // Transactions in other databases of the cluster hold sealing up too.
    for (const until = Date.now() + 20_000; Date.now() < until;) {
      await job.run();
      const { rows } = await admin('select count(*)::int as sealed from audit_seals');
      if (rows[0]!['sealed'] === expected) return;
      await new Promise((resolve) => setTimeout(resolve, 20));
    }
    throw new Error('the rows were not sealed in time');
  };
  return {
    database,
    admin,
    write,
    seal,
    written: async (count: number) => {
      await write(1, count);
      await seal(count);
    },
    verify: (options?: Parameters<typeof verifyChain>[1]) => verifyChain(database.system.as(nobody), options),
    empty: async () => {
      await admin('truncate audit_log, audit_seals');
      await admin('delete from audit_chain');
      await admin('insert into audit_chain default values');
    },
    close: () => database.close(),
  };
}

/** A row of the log with awkward contents. */
export const entry = (index: number, at = new Date()) =>
  recordAudit({
    at,
    actorId: null,
    actorRole: 'system',
    action: `test.${index}`,
    targetKind: 'thing',
    targetId: `${index}`,
    after: AWKWARD[index % AWKWARD.length],
    requestId: `request ${index}`,
    ip: index % 2 ? '2001:db8::1' : '192.0.2.7',
    userAgent: index % 3 ? 'проба' : '',
  });

export type AuditLog = Awaited<ReturnType<typeof createAuditLog>>;
