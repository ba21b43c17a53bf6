import { afterAll, beforeAll, beforeEach, describe, expect, it } from 'vitest';
import { nobody } from '../../platform/db/database.ts';
import { createAuditLog, entry, type AuditLog } from './audit-log.fixture.ts';
import { keepAuditMonthsJob } from './keep-audit-months.job.ts';

describe('the months of the audit log', () => {
  let log: AuditLog;
  beforeAll(async () => void (log = await createAuditLog()));
  afterAll(() => log.close());
  beforeEach(() => log.empty());

  const keep = () => keepAuditMonthsJob({ system: log.database.system }).run();
  const partitions = async (parent: string) =>
    (
      await log.admin(
        'select c.relname as name from pg_inherits i join pg_class c on c.oid = i.inhrelid where i.inhparent = $1::regclass order by 1',
        [parent],
      )
    ).rows.map(({ name }) => String(name));
  const monthsAgo = (months: number) => {
    const now = new Date();
    return new Date(Date.UTC(now.getUTCFullYear(), now.getUTCMonth() - months, 15));
  };
  const nameOf = (parent: string, month: Date) =>
    `${parent}_${month.toISOString().slice(0, 7).replace('-', '_')}`;
  const addMonth = (parent: string, months: number) => {
    const from = monthsAgo(months);
    const first = (shift: number) =>
      new Date(Date.UTC(from.getUTCFullYear(), from.getUTCMonth() + shift, 1)).toISOString();
    return log.admin(
      `create table ${nameOf(parent, from)} partition of ${parent} for values from ('${first(0)}') to ('${first(1)}')`,
    );
  };

  it('[AUD-2] has the months to come, and keeps what comes where there is none', async () => {
    const expected = (parent: string) =>
      [...[0, -1, -2].map((ago) => nameOf(parent, monthsAgo(ago))), `${parent}_other`].sort();
    for (const parent of ['audit_log', 'audit_seals'])
      expect(await partitions(parent)).toEqual(expect.arrayContaining(expected(parent)));
    const next = nameOf('audit_log', monthsAgo(-2));
    await log.admin(`drop table ${next}`);
    await log.database.system.as(nobody).write(entry(1, monthsAgo(-2)), entry(2, monthsAgo(-30)));
    await log.seal(2);
    await keep();
    const { rows } = await log.admin('select tableoid::regclass::text as place from audit_log order by at');
    expect(rows.map(({ place }) => place)).toEqual([next, 'audit_log_other']);
    expect(await log.verify()).toMatchObject({ fault: null, links: 2, unsealed: 0 });
    await keep();
  });

  it('[AUD-2] drops a month a year after its end, its links a month later, and verifies from there on', async () => {
    for (const months of [13, 14]) {
      await addMonth('audit_log', months);
      await addMonth('audit_seals', months);
    }
    for (const [index, months] of [14, 14, 13, 13, 12, 1].entries())
      await log.database.system.as(nobody).write(entry(index, monthsAgo(months)));
    await log.seal(6);
    // Sealed when they were written: the chain is remade with the times of then.
    await log.admin('update audit_seals set sealed_at = entry_at where entry_at < $1', [monthsAgo(12.9)]);
    await log.admin(
      `do $$ declare link record; last bytea := ''; begin
           for link in select * from audit_seals order by number loop
             last := audit_link_hash(last, link.number, link.row_hash, link.sealed_at);
             update audit_seals set hash = last where number = link.number;
           end loop;
           update audit_chain set head_hash = last;
         end $$`,
    );
    expect(await log.verify()).toMatchObject({ fault: null, links: 6, firstNumber: 1n });
    await keep();
    expect((await log.admin('select count(*)::int as rows from audit_log')).rows).toEqual([{ rows: 2 }]);
    const names = [...(await partitions('audit_log')), ...(await partitions('audit_seals'))];
    expect(names).not.toContain(nameOf('audit_log', monthsAgo(13)));
    expect(names).not.toContain(nameOf('audit_seals', monthsAgo(14)));
    expect(names).toContain(nameOf('audit_seals', monthsAgo(13)));
    expect(await log.verify()).toMatchObject({ fault: null, links: 4, firstNumber: 3n });
    await keep();
    await log.write(7, 8);
    await log.seal(6);
    expect(await log.verify()).toMatchObject({ fault: null, links: 6, firstNumber: 3n });
    await log.admin('update audit_seals set hash = row_hash where number = 3');
    expect((await log.verify()).fault).toMatchObject({ kind: 'LINK_CHANGED', number: 3n });
  });

  it('[AUD-2] lets the server drop nothing itself', async () => {
    for (const attempt of [
      `drop table ${nameOf('audit_log', monthsAgo(0))}`,
      "select drop_audit_months('audit_log', 'at', now())",
      'delete from audit_log',
      'delete from audit_seals',
      "update audit_chain set dropped_before = 'infinity'",
      "insert into audit_log (at, actor_role, action, target_kind, written_by) values (now(), 'x', 'x', 'x', '3')",
    ]) {
      await log.admin('set role cartwright_system');
      await expect(log.admin(attempt), attempt).rejects.toMatchObject({ code: '42501' });
      await log.admin('reset role');
    }
  });
});
