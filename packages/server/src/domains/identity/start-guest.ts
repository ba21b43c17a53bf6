import { nobody, type Database } from '../../platform/db/database.ts';
import { refuse } from '../../platform/errors.ts';
import { newId } from '../../platform/new-id.ts';
import type { Store } from '../../store.ts';
import { identityErrors } from './errors.ts';
import { hashToken, newToken } from './opaque-token.ts';
import { findGuest, insertGuest, insertGuestShopper } from './session-queries.ts';

export const GUEST_TOKEN_DAYS = 365;

/** An anonymous identity of its own, as isolated as a user's (CART-7). A browser that already has one keeps it. */
export async function startGuest(
  system: Database,
  input: { market: string | null; presentToken: string | null },
  { store, now }: { store: Store; now: () => Date },
): Promise<{ guestId: string; guestToken: string }> {
  if (store.cart.guests === 'off') throw refuse(identityErrors.guestsOff);
  const at = now();
  if (input.presentToken) {
    const [[present]] = (
      await system.as(nobody).read(findGuest({ tokenHash: hashToken(input.presentToken), now: at }))
    ).rows;
    if (present) return { guestId: present.id, guestToken: input.presentToken };
  }
  const guestToken = newToken();
  const id = newId(at);
  const expiresAt = new Date(at.getTime() + GUEST_TOKEN_DAYS * 86_400_000);
  await system
    .as(nobody)
    .write(
      insertGuestShopper({ id, market: input.market, now: at }),
      insertGuest({ id, tokenHash: hashToken(guestToken), now: at, expiresAt }),
    );
  return { guestId: id, guestToken };
}
