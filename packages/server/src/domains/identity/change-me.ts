import { recordAudit, type Origin } from '../audit/public.ts';
import type { Access } from '../../platform/db/database.ts';
import type { Who } from '../../platform/http/route.ts';
import { changeMe, changeMyPlace, readMe, type MeChanges } from './queries.ts';

/** Changes the fields that are given and returns the whole account as JSON text. */
export async function changeProfile(
  access: Access<Who>,
  input: Partial<MeChanges>,
  { now, ...origin }: Origin & { now: Date },
): Promise<string> {
  const change: MeChanges = {
    name: undefined,
    locale: undefined,
    market: undefined,
    customerType: undefined,
    company: undefined,
    vatNumber: undefined,
    ...input,
  };
  return access.transaction(async (tx) => {
    const [, , [me]] = await tx.run(changeMe(change, now), changeMyPlace(change), readMe());
    tx.queue(
      recordAudit({
        ...origin,
        at: now,
        actorId: tx.who.shopperId,
        actorRole: tx.who.role,
        action: 'user.change',
        targetKind: 'user',
        targetId: tx.who.shopperId,
        after: { fields: Object.keys(input) },
      }),
    );
    return me!.user;
  });
}
