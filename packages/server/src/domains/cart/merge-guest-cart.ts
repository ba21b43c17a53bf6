import { recordAudit, type Origin } from '../audit/public.ts';
import { nobody, type Database, type Tx } from '../../platform/db/database.ts';
import type { EventBus } from '../../platform/events/bus.ts';
import type { Logger } from '../../platform/log/logger.ts';
import { findGuest, hashToken } from '../identity/public.ts';
import { MAX_WISHES, moveWishes } from '../wishlist/public.ts';
import type { CartPolicy } from './cart-policy.ts';
import { planMerge, type Loser } from './plan-merge.ts';
import { lockCarts } from './queries.ts';
import {
  addGuestPieces,
  deleteGuest,
  keepPayer,
  lockGuestCheckouts,
  moveCheckouts,
  readGuestLines,
  readHeldLines,
  readSides,
} from './queries-merge.ts';

export interface MergeReport {
  /** Pieces that are now in the user's cart. */
  merged: number;
  /** What did not fit, and why. */
  losers: Loser[];
  /** Wishlist items that moved along. */
  wishes: number;
}

export interface MergeInput {
  guestId: string;
  userId: string;
  /** The market asked for; null leaves it to the user's own, then to the default. */
  market: string | null;
  now: Date;
  policy: CartPolicy;
  origin: Origin;
}

/**
 * Makes a guest's cart and wishlist the user's (CART-7), what he is in the middle of paying and what he has ordered with the
 * user's email, and the guest cease to be, in one transaction. Adds of either at the same time wait; one of the guest's that comes after finds him gone. A guest already
 * merged brings nothing.
 */
export async function mergeGuestCart(
  system: Database,
  input: MergeInput,
): Promise<MergeReport & { version: bigint | null }> {
  return system.as(nobody).transaction(async (tx) => {
    const { guestId, userId } = input;
    const [, [sides], guest, held] = await tx.run(
      lockCarts([guestId, userId]),
      readSides(input),
      readGuestLines(input),
      readHeldLines(userId),
    );
    if (!sides) return { merged: 0, losers: [], wishes: 0, version: null };
    const { pieces, losers } = planMerge(guest, held, input.policy);
    const version = pieces.length > 0 ? await addPieces(tx, { ...input, ...sides, pieces }) : null;
    await movePaying(tx, input);
    const [[wishes]] = await tx.run(
      moveWishes({ from: guestId, to: userId, max: MAX_WISHES }),
      deleteGuest(guestId),
    );
    return {
      merged: pieces.reduce((sum, { quantity }) => sum + quantity, 0),
      losers,
      wishes: wishes!.moved,
      version,
    };
  });
}

async function addPieces(tx: Tx, input: Parameters<typeof addGuestPieces>[0]): Promise<bigint> {
  const [[cart]] = await tx.run(addGuestPieces(input));
  return cart!.version;
}

async function movePaying(tx: Tx, { guestId, userId, now, origin }: MergeInput): Promise<void> {
  const [locked] = await tx.run(lockGuestCheckouts({ guestId, userId }));
  if (locked.length === 0) return;
  const checkouts = locked.map(({ id }) => id);
  await tx.run(
    keepPayer({ guestId, checkouts }),
    moveCheckouts({ guestId, userId, checkouts }),
    ...checkouts.map((id) =>
      recordAudit({
        ...origin,
        at: now,
        actorId: userId,
        actorRole: 'customer',
        action: 'checkout.merge',
        targetKind: 'checkout',
        targetId: id,
        after: { guestId },
      }),
    ),
  );
}

/** The merge as sign-in calls it: by the guest's token, never failing; null means that the guest and his cart stay as they were. */
export function mergeAtSignIn(deps: {
  system: Database;
  policy: CartPolicy;
  bus: EventBus;
  now: () => Date;
  logger: Logger;
}) {
  return async (input: {
    guestToken: string;
    userId: string;
    market: string | null;
    origin: Origin;
  }): Promise<MergeReport | null> => {
    try {
      const at = deps.now();
      const [[guest]] = (
        await deps.system.as(nobody).read(findGuest({ tokenHash: hashToken(input.guestToken), now: at }))
      ).rows;
      if (!guest) return null;
      const { version, ...report } = await mergeGuestCart(deps.system, {
        ...input,
        guestId: guest.id,
        now: at,
        policy: deps.policy,
      });
      if (version !== null)
        deps.bus.publish(`cart:${input.userId}`, JSON.stringify({ version: Number(version) }));
      deps.bus.publish(`session:${guest.id}`, 'ended');
      return report;
    } catch (error) {
      deps.logger.error({ err: error, userId: input.userId }, 'guest cart not merged');
      return null;
    }
  };
}
