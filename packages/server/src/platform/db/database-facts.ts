import { nobody, type Database } from './database.ts';
import { sql } from './sql.ts';

export interface DatabaseFacts {
  version: number;
  versionText: string;
  durable: boolean;
  /** The role in use is neither superuser, nor exempt from policies, nor owner of a table. */
  restricted: boolean;
  /** Tables with a shopper's rows that are not under forced row-level security. */
  unprotected: string[];
}

/** What the database says of itself, for `doctor`. */
export async function readDatabaseFacts(database: Database): Promise<DatabaseFacts> {
  const { rows } = await database.as(nobody).read(databaseFacts());
  return rows[0][0]!;
}

const databaseFacts = () => sql<DatabaseFacts>('db.facts')`
  select current_setting('server_version_num')::int as version,
         current_setting('server_version') as version_text,
         current_setting('fsync') = 'on' and current_setting('full_page_writes') = 'on' and current_setting('synchronous_commit') <> 'off' as durable,
         not r.rolsuper and not r.rolbypassrls and not exists (select from pg_class c where c.relowner = r.oid) as restricted,
         array(select c.relname::text from pg_attribute a join pg_class c on c.oid = a.attrelid
                where a.attname = 'shopper_id' and c.relkind in ('r', 'p') and c.relnamespace = 'public'::regnamespace
                  and not (c.relrowsecurity and c.relforcerowsecurity) order by 1) as unprotected
    from pg_roles r where r.rolname = current_user`;
