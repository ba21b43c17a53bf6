import { createHash } from 'node:crypto';
import type { Access } from '../../platform/db/database.ts';
import { findUnlinked, listLinks, readChainEnds, type ChainEnds, type Link } from './queries-chain.ts';

export type FaultKind =
  | 'ROW_CHANGED'
  | 'ROW_MISSING'
  | 'ROW_WITHOUT_LINK'
  | 'LINK_MISSING'
  | 'LINK_CHANGED'
  | 'LINK_TWICE'
  | 'END_MISSING'
  | 'NOT_THE_CHAIN_YOU_KNEW';

/** The first thing that is wrong with the log. */
export interface ChainFault {
  kind: FaultKind;
  /** Running number of the row; null for a row that has none. */
  number: bigint | null;
  rowId: string | null;
  at: Date | null;
}

export interface ChainReport {
  fault: ChainFault | null;
  /** Links that were found right, from the first one kept on. */
  links: number;
  firstNumber: bigint;
  head: Head;
  /** Rows too young to have their link: what is done to them shows only afterwards. */
  unsealed: number;
  oldestUnsealedAt: Date | null;
  /** Rows that got their link more than a day after the time they give: sealing stood still, or the time is not true. */
  late: number;
}

/** An end of the chain as somebody noted it down. */
export interface Head {
  number: bigint;
  hash: string;
}

const DAY_MICROS = 86_400_000_000n;
const PAGE = 2_000;
const FIRST = { at: '-infinity', id: '00000000-0000-0000-0000-000000000000' };

/**
 * Goes through the whole audit log and finds the first row that was changed, removed, put in or moved (AUD-2). With
 * `known`, an end noted down earlier, it also finds an end that was cut off, or a chain that was made anew.
 */
export async function verifyChain(
  access: Access<unknown>,
  { known, page = PAGE }: { known?: Head; page?: number } = {},
): Promise<ChainReport> {
  for (;;) {
    const ends = await readEnds(access);
    const walk = await walkLinks(access, ends, { known, page });
    const endsNow = await readEnds(access);
    // While we looked, the oldest months may have been dropped, or links added.
    if (walk.fault && endsNow.anchorNumber !== ends.anchorNumber) continue;
    const beyond = walk.last > endsNow.headNumber ? faultAt('LINK_CHANGED', endsNow.headNumber + 1n) : null;
    const rows = await walkRows(access, page);
    return {
      fault: walk.fault ?? beyond ?? rows.fault,
      links: walk.links,
      firstNumber: ends.anchorNumber + 1n,
      head: { number: ends.headNumber, hash: ends.headHash.toString('hex') },
      unsealed: rows.unsealed,
      oldestUnsealedAt: rows.oldestUnsealedAt,
      late: walk.late,
    };
  }
}

async function readEnds(access: Access<unknown>): Promise<ChainEnds> {
  return (await access.read(readChainEnds())).rows[0][0]!;
}

interface Walk {
  fault: ChainFault | null;
  last: bigint;
  links: number;
  late: number;
}

interface Place {
  number: bigint;
  hash: Buffer;
  sealedAt: string;
}

async function walkLinks(
  access: Access<unknown>,
  ends: ChainEnds,
  { known, page }: { known: Head | undefined; page: number },
): Promise<Walk> {
  const head = { number: ends.headNumber, hash: ends.headHash.toString('hex') };
  const walk: Walk = { fault: null, last: ends.anchorNumber, links: 0, late: 0 };
  let last: Place = { number: ends.anchorNumber, hash: ends.anchorHash, sealedAt: 'infinity' };
  if (differs(last, known)) return { ...walk, fault: faultAt('NOT_THE_CHAIN_YOU_KNEW', last.number) };
  for (;;) {
    const links = (await access.read(listLinks(last, page))).rows[0];
    if (links.length === 0) break;
    for (const link of links) {
      const kind = faultOf(link, last, { head, known });
      if (kind) {
        const row = kind === 'LINK_MISSING' ? undefined : link;
        // A number that comes twice was given to a row that is not of the chain.
        const number = link.number > last.number ? last.number + 1n : link.number;
        return { ...walk, last: last.number, fault: faultAt(kind, number, row) };
      }
      if (link.sealedMicros - BigInt(link.entryAt.getTime()) * 1_000n > DAY_MICROS) walk.late++;
      walk.links++;
      last = link;
    }
  }
  const cutOff = last.number < head.number || (known !== undefined && last.number < known.number);
  return { ...walk, last: last.number, fault: cutOff ? faultAt('END_MISSING', last.number + 1n) : null };
}

function faultOf(link: Link, last: Place, { head, known }: { head: Head; known: Head | undefined }) {
  if (link.number !== last.number + 1n) return link.number === last.number ? 'LINK_TWICE' : 'LINK_MISSING';
  if (!hashOfLink(link, last.hash).equals(link.hash)) return 'LINK_CHANGED';
  if (link.actualHash === null && !link.expired) return 'ROW_MISSING';
  if (link.actualHash !== null && !link.actualHash.equals(link.rowHash)) return 'ROW_CHANGED';
  if (differs(link, head)) return 'LINK_CHANGED';
  return differs(link, known) ? 'NOT_THE_CHAIN_YOU_KNEW' : null;
}

function differs(place: { number: bigint; hash: Buffer }, known: Head | undefined): boolean {
  return known?.number === place.number && known.hash !== place.hash.toString('hex');
}

function faultAt(kind: FaultKind, number: bigint, link?: Link): ChainFault {
  return { kind, number, rowId: link?.entryId ?? null, at: link?.entryAt ?? null };
}

// The twin of audit_link_hash in SQL, so that a changed function there does not vouch for itself.
function hashOfLink({ number, rowHash, sealedMicros }: Link, previous: Buffer): Buffer {
  const numbers = Buffer.alloc(16);
  numbers.writeBigInt64BE(number, 0);
  numbers.writeBigInt64BE(sealedMicros, 8);
  return createHash('sha256')
    .update(previous)
    .update(numbers.subarray(0, 8))
    .update(rowHash)
    .update(numbers.subarray(8))
    .digest();
}

async function walkRows(
  access: Access<unknown>,
  limit: number,
): Promise<{ fault: ChainFault | null; unsealed: number; oldestUnsealedAt: Date | null }> {
  let unsealed = 0;
  let oldestUnsealedAt: Date | null = null;
  for (let after = FIRST; ;) {
    const found = (await access.read(findUnlinked(after, limit))).rows[0][0]!;
    unsealed += found.unsealed;
    oldestUnsealedAt ??= found.oldestUnsealedAt;
    if (found.strangerId) {
      const { strangerId: rowId, strangerAt: at } = found;
      return { fault: { kind: 'ROW_WITHOUT_LINK', number: null, rowId, at }, unsealed, oldestUnsealedAt };
    }
    if (found.lastAt === null || found.lastId === null) return { fault: null, unsealed, oldestUnsealedAt };
    after = { at: found.lastAt, id: found.lastId };
  }
}
