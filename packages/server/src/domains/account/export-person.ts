import { recordAudit, type Origin } from '../audit/public.ts';
import type { Database, Identity } from '../../platform/db/database.ts';
import type { Who } from '../../platform/http/route.ts';
import { readPerson } from './queries-person.ts';

/**
 * All that the database holds about the caller: every personal table's rows, what was done by him and to him, and which
 * messages he was sent. Amounts stay in minor units, exactly as they are kept.
 */
export function exportPerson(
  shop: Database,
  caller: Identity<Who>,
  { now, origin }: { now: Date; origin: Origin },
): Promise<Record<string, unknown>> {
  return shop.as(caller).transaction(async (tx) => {
    const who = await tx.identify();
    const [[person]] = await tx.run(
      readPerson(),
      recordAudit({
        ...origin,
        at: now,
        actorId: who.shopperId,
        actorRole: who.role,
        action: 'user.export',
        targetKind: 'user',
        targetId: who.shopperId,
      }),
    );
    const tables = Object.entries(person!.tables).map(([table, rows]) => [camel(table), rows.map(renamed)]);
    return { exportedAt: now.toISOString(), ...(Object.fromEntries(tables) as Record<string, unknown>) };
  });
}

const camel = (name: string) => name.replace(/_(\w)/g, (_, letter: string) => letter.toUpperCase());

// Only the columns: what lies in them is as it was written.
function renamed(row: Record<string, unknown>): Record<string, unknown> {
  return Object.fromEntries(Object.entries(row).map(([column, value]) => [camel(column), value]));
}
