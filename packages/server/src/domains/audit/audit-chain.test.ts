import { afterAll, beforeAll, beforeEach, describe, expect, it } from 'vitest';
import pg from 'pg';
import { createAuditLog, type AuditLog } from './audit-log.fixture.ts';

describe('the audit chain', () => {
  let log: AuditLog;
  beforeAll(async () => void (log = await createAuditLog()));
  afterAll(() => log.close());
  beforeEach(() => log.empty());
  const idOf = async (number: number) =>
    (await log.admin('select entry_id from audit_seals where number = $1', [number])).rows[0]!['entry_id'];

  it('[AUD-2] of an empty log is whole', async () => {
    await log.seal(0);
    expect(await log.verify()).toMatchObject({ fault: null, links: 0, firstNumber: 1n, unsealed: 0 });
  });

  it('[AUD-2] numbers the rows in the order they were written, whatever they hold, page after page', async () => {
    await log.write(1, 25);
    expect(await log.verify()).toMatchObject({ fault: null, links: 0, unsealed: 25 });
    await log.seal(25, 4);
    const { rows } = await log.admin(
      'select l.action from audit_seals s join audit_log l on l.id = s.entry_id order by s.number',
    );
    expect(rows.map(({ action }) => action)).toEqual(Array.from({ length: 25 }, (_, n) => `test.${n + 1}`));
    for (const page of [1, 7, 25, 1_000])
      expect(await log.verify({ page })).toMatchObject({ fault: null, links: 25, unsealed: 0, late: 0 });
  });

  it('[AUD-2] hashes a row alike under every setting of the session', async () => {
    await log.written(7);
    const hashes = async (...settings: string[]) => {
      const client = new pg.Client({ connectionString: log.database.systemUrl });
      await client.connect();
      for (const setting of settings) await client.query(setting);
      const { rows } = await client.query(
        "select encode(audit_row_hash(l), 'hex') as hash from audit_log l order by at",
      );
      await client.end();
      return rows;
    };
    expect(
      await hashes(
        "set timezone = 'Asia/Bishkek'",
        "set datestyle = 'German'",
        "set intervalstyle = 'iso_8601'",
        'set extra_float_digits = 0',
        "set bytea_output = 'escape'",
      ),
    ).toEqual(await hashes());
  });

  const FAULTS: [fault: string, plant: string, kind: string, number: number | null][] = [
    ['a changed word', "update audit_log set action = 'test.other' where id = row_of(5)", 'ROW_CHANGED', 5],
    [
      'a time moved by a microsecond',
      "update audit_log set at = at + interval '1 microsecond' where id = row_of(5)",
      'ROW_MISSING',
      5,
    ],
    [
      'a key changed in its JSON',
      `update audit_log set after = '{"nested": {"a": 2, "z": 2}}' where id = row_of(5)`,
      'ROW_CHANGED',
      5,
    ],
    ['JSON null for nothing', "update audit_log set before = 'null' where id = row_of(5)", 'ROW_CHANGED', 5],
    [
      'a word moved to the next column',
      "update audit_log set target_kind = '', target_id = 'thing5' where id = row_of(5)",
      'ROW_CHANGED',
      5,
    ],
    ['another address', "update audit_log set ip = '192.0.2.7/31' where id = row_of(5)", 'ROW_CHANGED', 5],
    ['another writer', "update audit_log set written_by = '7' where id = row_of(5)", 'ROW_CHANGED', 5],
    ['a removed row', 'delete from audit_log where id = row_of(5)', 'ROW_MISSING', 5],
    ['a removed link', 'delete from audit_seals where number = 5', 'LINK_MISSING', 5],
    [
      'a row removed with its link',
      'with gone as (delete from audit_seals where number = 5 returning entry_id) delete from audit_log where id in (select entry_id from gone)',
      'LINK_MISSING',
      5,
    ],
    ['the first row removed', 'delete from audit_seals where number = 1', 'LINK_MISSING', 1],
    [
      'two rows that changed places',
      'update audit_seals a set entry_id = b.entry_id, entry_at = b.entry_at, row_hash = b.row_hash from audit_seals b where (a.number, b.number) in ((5, 6), (6, 5))',
      'LINK_CHANGED',
      5,
    ],
    [
      'two links that changed numbers',
      'alter table audit_seals drop constraint audit_seals_pkey; update audit_seals set number = 11 - number where number in (5, 6)',
      'LINK_CHANGED',
      5,
    ],
    [
      'a row changed together with its hash',
      "update audit_log set action = 'test.other' where id = row_of(5); update audit_seals set row_hash = audit_row_hash(l) from audit_log l where number = 5 and l.id = entry_id",
      'LINK_CHANGED',
      5,
    ],
    [
      'a row changed together with its hash and its link',
      "update audit_log set action = 'test.other' where id = row_of(5); update audit_seals s set row_hash = audit_row_hash(l), hash = audit_link_hash((select hash from audit_seals where number = 4), 5, audit_row_hash(l), s.sealed_at) from audit_log l where number = 5 and l.id = entry_id",
      'LINK_CHANGED',
      6,
    ],
    ['an edited link', "update audit_seals set hash = sha256('x') where number = 5", 'LINK_CHANGED', 5],
    [
      'the time of a link',
      "update audit_seals set sealed_at = sealed_at + interval '1 microsecond' where number = 5",
      'LINK_CHANGED',
      5,
    ],
    [
      'the last link made anew for a changed row',
      "update audit_log set action = 'test.other' where id = row_of(9); update audit_seals s set row_hash = audit_row_hash(l), hash = audit_link_hash((select hash from audit_seals where number = 8), 9, audit_row_hash(l), s.sealed_at) from audit_log l where number = 9 and l.id = entry_id",
      'LINK_CHANGED',
      9,
    ],
    [
      'its end cut off',
      'with gone as (delete from audit_seals where number > 6 returning entry_id) delete from audit_log where id in (select entry_id from gone)',
      'END_MISSING',
      7,
    ],
    [
      'a row put in behind the chain',
      "insert into audit_log (at, actor_role, action, target_kind, written_by) values (now(), 'admin', 'order.refund', 'order', '3')",
      'ROW_WITHOUT_LINK',
      null,
    ],
    [
      'a row put in with a link of its own',
      "with put as (insert into audit_log (at, actor_role, action, target_kind) values (now(), 'admin', 'order.refund', 'order') returning *) insert into audit_seals select 9, at, id, sha256('x'), now(), sha256('y') from put",
      'LINK_TWICE',
      9,
    ],
    [
      'a row put in at the end with a link that fits',
      "with put as (insert into audit_log (at, actor_role, action, target_kind) values (now(), 'admin', 'order.refund', 'order') returning *) insert into audit_seals select 10, put.at, put.id, audit_row_hash(put::text::audit_log), s.sealed_at, audit_link_hash(s.hash, 10, audit_row_hash(put::text::audit_log), s.sealed_at) from put, audit_seals s where s.number = 9",
      'LINK_CHANGED',
      10,
    ],
  ];
  it.each(FAULTS)('[AUD-2] shows %s, and which row it is', async (fault, plant, kind, number) => {
    await log.written(9);
    expect((await log.verify()).fault).toBeNull();
    const bad = number === null || number > 9 ? null : await idOf(number);
    await log.admin(
      "create function row_of(n bigint) returns uuid language sql as 'select entry_id from audit_seals where number = n'",
    );
    await log.admin('begin');
    try {
      await log.admin(plant);
      await log.admin('commit');
      const found = (await log.verify({ page: 3 })).fault;
      expect(found).toMatchObject({ kind, number: number === null ? null : BigInt(number) });
      if (found!.rowId && bad && !/places|numbers|link of its own/.test(fault))
        expect(found!.rowId).toBe(bad);
    } finally {
      await log.admin('rollback');
      await log.admin('drop function row_of');
      await log.admin('truncate audit_seals');
      await log.admin('alter table audit_seals drop constraint if exists audit_seals_pkey');
      await log.admin('alter table audit_seals add primary key (number, sealed_at)');
    }
  });

  it('[AUD-2] shows a chain made wholly anew, or an end cut off with the books mended, to whoever kept an end of it', async () => {
    await log.written(9);
    const known = (await log.verify()).head;
    expect((await log.verify({ known })).fault).toBeNull();
    await log.admin('delete from audit_log where id = (select entry_id from audit_seals where number = 9)');
    await log.admin('delete from audit_seals where number = 9');
    await log.admin(
      'update audit_chain set head_number = 8, head_hash = (select hash from audit_seals where number = 8)',
    );
    expect((await log.verify()).fault).toBeNull();
    expect((await log.verify({ known })).fault).toMatchObject({ kind: 'END_MISSING', number: 9n });
    await log.write(9, 9);
    await log.seal(9);
    expect((await log.verify()).fault).toBeNull();
    expect((await log.verify({ known })).fault).toMatchObject({ kind: 'NOT_THE_CHAIN_YOU_KNEW', number: 9n });
    expect((await log.verify({ known, page: 9 })).fault).toMatchObject({ kind: 'NOT_THE_CHAIN_YOU_KNEW' });
  });
});
