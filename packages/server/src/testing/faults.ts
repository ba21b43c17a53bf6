import type pg from 'pg';

export interface Faults {
  /** From now on, every row written to this table is refused, whoever writes. */
  plant(table: string): Promise<void>;
  /** Takes all planted faults away. */
  mend(): Promise<void>;
}

/** Breaks a test's database on purpose, and mends it. */
export function faultsIn(admin: pg.Client): Faults {
  const planted = new Set<string>();
  return {
    plant: async (table) => {
      await admin.query(
        `create or replace function planted_fault() returns trigger language plpgsql as $$ begin raise exception 'planted fault'; end $$`,
      );
      await admin.query(
        `create trigger planted_fault before insert on ${table} for each row execute function planted_fault()`,
      );
      planted.add(table);
    },
    mend: async () => {
      for (const table of planted) await admin.query(`drop trigger planted_fault on ${table}`);
      planted.clear();
    },
  };
}
