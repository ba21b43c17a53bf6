import type { Access } from '../../platform/db/database.ts';
import { refuse } from '../../platform/errors.ts';
import type { Origin } from '../audit/public.ts';
import { catalogErrors } from '../catalog/public.ts';
import { inventoryErrors } from './errors.ts';
import { type Balance, bookMovement } from './queries.ts';

export interface StockChange {
  variantId: string;
  /** Pieces more, or fewer when negative; never 0. */
  change: number;
  /** Why, in the words of whoever does it. */
  reason: string;
}

interface Context {
  now: Date;
  /** Who, for the ledger: a user's id or the name of a job. */
  actor: string;
  /** The person, for the audit log; without one it is the system's doing. */
  person?: { id: string; role: string; origin: Origin };
}

const SYSTEM = { id: null, role: 'system', origin: null };

/** Books pieces that came in; more than 0. Refuses with VARIANT_NOT_FOUND. */
export function receiveStock(
  access: Access<unknown>,
  input: { variantId: string; quantity: number; reason: string },
  context: Context,
): Promise<Balance> {
  if (input.quantity <= 0) throw new RangeError('what is received is more than nothing');
  return book(access, 'receive', { ...input, change: input.quantity }, context);
}

/** Corrects what is on hand. Refuses with INSUFFICIENT_STOCK where less would be left than is reserved, and VARIANT_NOT_FOUND. */
export function adjustStock(access: Access<unknown>, input: StockChange, context: Context): Promise<Balance> {
  if (input.change === 0) throw new RangeError('a correction changes something');
  return book(access, 'adjust', input, context);
}

async function book(
  access: Access<unknown>,
  kind: 'receive' | 'adjust',
  { variantId, change, reason }: StockChange,
  { now, actor, person }: Context,
): Promise<Balance> {
  const { rows } = await access.write(
    bookMovement({ variantId, kind, change, reason, actor, now, person: person ?? SYSTEM }),
  );
  const { found, booked, onHand, reserved } = rows[0][0]!;
  if (!found) throw refuse(catalogErrors.variantNotFound);
  if (!booked) {
    throw refuse(inventoryErrors.insufficientStock, {
      available: onHand - reserved,
      requested: Math.abs(change),
    });
  }
  return { onHand, reserved };
}
