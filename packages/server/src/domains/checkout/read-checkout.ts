import type { Access } from '../../platform/db/database.ts';
import { refuse } from '../../platform/errors.ts';
import type { Who } from '../../platform/http/route.ts';
import { checkoutErrors as errors } from './errors.ts';
import { readCheckout, type CheckoutRow } from './queries.ts';

/** The caller's newest checkout that is open or being paid, as it was quoted; CHECKOUT_NOT_FOUND where there is none. */
export async function showCheckout(access: Access<Who>): Promise<{ who: Who; checkout: CheckoutRow }> {
  const { who, rows } = await access.read(readCheckout());
  const [checkout] = rows[0];
  if (!checkout) throw refuse(errors.checkoutNotFound);
  return { who, checkout };
}
