import { afterAll, beforeAll, beforeEach, describe, expect, it } from 'vitest';
import pg from 'pg';
import { nobody } from '../../platform/db/database.ts';
import { createAuditLog, entry, type AuditLog } from './audit-log.fixture.ts';
import { sealAuditJob } from './seal-audit.job.ts';

const DAY_MS = 86_400_000;

describe('sealing the audit log', () => {
  let log: AuditLog;
  beforeAll(async () => void (log = await createAuditLog()));
  afterAll(() => log.close());
  beforeEach(() => log.empty());

  it('[AUD-2] passes over no row of a transaction that ends late, and makes nobody wait for it', async () => {
    const slow = new pg.Client({ connectionString: log.database.systemUrl });
    await slow.connect();
    const put = (action: string) =>
      slow.query('insert into audit_log (at, actor_role, action, target_kind) values (now(), $1, $2, $3)', [
        'system',
        action,
        'thing',
      ]);
    await slow.query('begin');
    await put('test.slow');
    await log.write(1, 3);
    await sealAuditJob({ system: log.database.system }).run();
    expect(await log.verify()).toMatchObject({ fault: null, links: 0, unsealed: 3 });
    await put('test.slower');
    await slow.query('commit');
    await slow.end();
    await log.seal(5);
    expect(await log.verify()).toMatchObject({ fault: null, links: 5, unsealed: 0 });
  });

  it('[AUD-2] holds under many writers and several sealers, without one gap where a transaction failed', async () => {
    let writing = true;
    const sealers = Array.from({ length: 3 }, async () => {
      const job = sealAuditJob({ system: log.database.system, batch: 7 });
      while (writing) await job.run();
    });
    await Promise.all(
      Array.from({ length: 8 }, async (_, writer) => {
        for (let index = 0; index < 30; index++) {
          const work = log.database.system.as(nobody).transaction(async (tx) => {
            await tx.run(entry(writer * 100 + index));
            if (index % 3 === 0) throw new Error('changed its mind');
          });
          await work.catch(() => {});
        }
      }),
    );
    writing = false;
    await Promise.all(sealers);
    await log.seal(160);
    expect(await log.verify({ page: 13 })).toMatchObject({ fault: null, links: 160, unsealed: 0 });
  });

  it('[AUD-2] goes on after a restore into another cluster, whose transactions have other numbers', async () => {
    await log.written(3);
    await log.admin("update audit_chain set cluster = 1, sealed_before = '900000000'");
    await log.admin(
      "insert into audit_log (at, actor_role, action, target_kind, written_by) values (now(), 'system', 'test.restored', 'thing', '800000000')",
    );
    await log.write(4, 5);
    await log.seal(6);
    expect(await log.verify()).toMatchObject({ fault: null, links: 6, unsealed: 0 });
    await log.write(6, 6);
    await log.seal(7);
  });

  it('[AUD-2] tells how many rows give a time long before their link', async () => {
    await log.database.system.as(nobody).write(entry(1, new Date(Date.now() - 3 * DAY_MS)), entry(2));
    await log.seal(2);
    expect(await log.verify()).toMatchObject({ fault: null, links: 2, late: 1 });
  });
});
