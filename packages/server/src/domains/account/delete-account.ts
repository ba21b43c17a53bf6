import { recordAudit, type Origin } from '../audit/public.ts';
import { lockCarts } from '../cart/public.ts';
import {
  identityErrors,
  provePasswordOrPresence,
  readStanding,
  type PresenceDeps,
} from '../identity/public.ts';
import { giveUpCheckouts, settleOpenPayments, type PaymentDeps } from '../payments/public.ts';
import type { Identity, Tx } from '../../platform/db/database.ts';
import { refuse } from '../../platform/errors.ts';
import type { Who } from '../../platform/http/route.ts';
import { newId } from '../../platform/new-id.ts';
import { accountErrors } from './errors.ts';
import * as queries from './queries-person.ts';

/** How recent a sign-in must be where there is no password to ask for. */
const RECENT_MINUTES = 10;
const MINUTE_MS = 60_000;

/** Payments to be settled, and what a password is proved with. */
export type DeleteDeps = PaymentDeps & PresenceDeps;

export interface DeleteInput {
  sessionId: string;
  password: string | null;
  origin: Origin;
}

/**
 * Deletes the caller's account (AUTH-14): cart, wishlist, sessions and addresses with it. His orders stay, as nobody's and
 * without what tells of him (docs/decisions/0027). Payments under way are asked for and then given up, so that money which comes
 * later goes back. Refuses with CREDENTIALS_INVALID, ACCOUNT_LOCKED, RECENT_LOGIN_REQUIRED, PAYMENT_GATEWAY_UNAVAILABLE, and ACCOUNT_BUSY while
 * an order is to be delivered or money is on its way.
 */
export async function deleteAccount(
  deps: DeleteDeps,
  caller: Identity<Who>,
  input: DeleteInput,
): Promise<string> {
  await requireProof(deps, caller, input);
  await settleOpenPayments(deps, caller, input.origin);
  return deps.system.as(caller).transaction(async (tx) => {
    const who = await tx.identify();
    await forget(tx, who, deps.now(), input.origin);
    return who.shopperId;
  });
}

async function requireProof(
  deps: DeleteDeps,
  caller: Identity<Who>,
  { sessionId, password, origin }: DeleteInput,
): Promise<void> {
  const { who, rows } = await deps.system.as(caller).read(readStanding(sessionId));
  const standing = rows[0][0]!;
  const { passwordHash, signedInAt } = standing;
  if (passwordHash === null && deps.now().getTime() - signedInAt.getTime() > RECENT_MINUTES * MINUTE_MS)
    throw refuse(accountErrors.recentLoginRequired, { minutes: RECENT_MINUTES });
  await provePasswordOrPresence(deps, standing, {
    userId: who.shopperId,
    sessionId,
    password: password ?? undefined,
    origin,
    wrong: identityErrors.credentialsInvalid,
    action: 'user.delete_refused',
  });
}

// Locked in everybody's order: cart, checkouts, payments.
async function forget(tx: Tx, who: Who, now: Date, origin: Origin): Promise<void> {
  const me = who.shopperId;
  const former = newId(now);
  const [, , , because] = await tx.run(
    lockCarts([me]),
    queries.lockPersonsCheckouts(me),
    queries.lockPersonsPayments(me),
    queries.findBusiness(me),
  );
  if (because.length > 0)
    throw refuse(accountErrors.accountBusy, { because: because.map((one) => one.because) });
  await tx.run(
    ...giveUpCheckouts({ shopperId: me, keep: former, now }),
    queries.forgetMessages(me),
    queries.insertFormer({ id: former, now }),
    queries.keepPayers(me),
    queries.handOver({ from: me, to: former }),
    queries.forgetEvents(former),
    queries.forgetCheckouts(former),
    queries.forgetOrders(former),
    queries.forgetHistory(former),
    queries.forgetRefunds(former),
    audit(who, now, origin, 'user.delete'),
    queries.deleteAccount(me),
  );
}

function audit(who: Who, at: Date, origin: Origin, action: string) {
  const actor = { actorId: who.shopperId, actorRole: who.role };
  return recordAudit({ ...origin, ...actor, at, action, targetKind: 'user', targetId: who.shopperId });
}
