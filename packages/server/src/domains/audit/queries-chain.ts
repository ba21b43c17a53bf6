import { sql } from '../../platform/db/sql.ts';

/** Puts finished rows at the end of the chain, at most so many; others that try meanwhile put none. */
export const sealRows = (limit: number) => sql<{ sealed: number }>('audit.seal')`
  select seal_audit_log(${limit}::int) as sealed`;

/** Makes the months to come and drops those that are over for a year. */
export const keepMonths = () => sql('audit.keep_months')`select keep_audit_months()`;

export interface ChainEnds {
  anchorNumber: bigint;
  anchorHash: Buffer;
  headNumber: bigint;
  headHash: Buffer;
}

/** Where the chain begins and ends by its own account. */
export const readChainEnds = () => sql<ChainEnds>('audit.chain_ends')`
  select anchor_number, anchor_hash, head_number, head_hash from audit_chain`;

export interface Link {
  number: bigint;
  hash: Buffer;
  rowHash: Buffer;
  entryId: string;
  entryAt: Date;
  /** When it was sealed, in microseconds since 1970: the hash covers all of them, and a Date holds only milliseconds. */
  sealedMicros: bigint;
  /** The same as text, for asking on from here. */
  sealedAt: string;
  /** The hash of the row as it is now; null where the row is not there. */
  actualHash: Buffer | null;
  /** The row's month was dropped for its age. */
  expired: boolean;
}

/** The next links of the chain, each with what its row is now; of two with one number, both. */
export const listLinks = (after: { number: bigint; sealedAt: string }, limit: number) => sql<Link>(
  'audit.links',
)`
  select s.number, s.hash, s.row_hash, s.entry_id, s.entry_at, s.entry_at < chain.dropped_before as expired,
         (extract(epoch from s.sealed_at) * 1000000)::bigint as sealed_micros,
         s.sealed_at::text as sealed_at, entry.actual_hash
    from (select * from audit_seals where (number, sealed_at) > (${after.number}::bigint, ${after.sealedAt}::text::timestamptz)
           order by number, sealed_at limit ${limit}) as s
   cross join audit_chain chain
    left join lateral (
      select audit_row_hash(l) as actual_hash from audit_log l where l.at = s.entry_at and l.id = s.entry_id limit 1) as entry on true
   order by s.number, s.sealed_at`;

export interface UnlinkedPage {
  rows: number;
  /** Where the next page begins: texts, so that no microsecond is lost. */
  lastAt: string | null;
  lastId: string | null;
  unsealed: number;
  oldestUnsealedAt: Date | null;
  /** A row without a link that the chain has gone past, so that it would never get one. */
  strangerId: string | null;
  strangerAt: Date | null;
}

/** Looks through the next rows of the log for those that have no link. */
export const findUnlinked = (after: { at: string; id: string }, limit: number) => sql<UnlinkedPage>(
  'audit.unlinked',
)`
  with page as (
    select l.at, l.id, l.written_by from audit_log l
     where (l.at, l.id) > (${after.at}::text::timestamptz, ${after.id}::uuid) order by l.at, l.id limit ${limit}
  ), unlinked as (
    select p.at, p.id, p.written_by < c.sealed_before and c.cluster = (select system_identifier from pg_control_system()) as stranger
      from page p cross join audit_chain c
     where (select s.number from audit_seals s where s.entry_id = p.id limit 1) is null
  )
  select (select count(*) from page)::int as rows,
         (select at::text from page order by at desc, id desc limit 1) as last_at,
         (select id from page order by at desc, id desc limit 1) as last_id,
         count(*) filter (where not stranger)::int as unsealed, min(at) filter (where not stranger) as oldest_unsealed_at,
         (select id from unlinked where stranger order by at, id limit 1) as stranger_id,
         (select at from unlinked where stranger order by at, id limit 1) as stranger_at
    from unlinked`;
