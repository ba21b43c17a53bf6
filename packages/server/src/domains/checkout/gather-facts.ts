import type { Tx } from '../../platform/db/database.ts';
import { refuse } from '../../platform/errors.ts';
import type { Who } from '../../platform/http/route.ts';
import { readCartHead, readFacts, type CartView } from '../cart/public.ts';
import { isVatNumber } from './contact.ts';
import { checkoutErrors as errors } from './errors.ts';
import type { OrderFacts } from './evaluate-order.ts';
import type { OrderInput } from './order-input.ts';
import { readBuyer } from './queries.ts';

/** Reads, as of now, all that judging the caller's order needs: one round trip. His cart is locked already. */
export async function gatherFacts(
  tx: Tx,
  { kind }: Pick<Who, 'kind'>,
  view: CartView,
  input: OrderInput,
): Promise<OrderFacts> {
  const [[head], lines, [buyer]] = await tx.run(readCartHead(view), readFacts(view), readBuyer());
  if (!head) throw refuse(errors.shopperGone);
  const country = input.billingAddress?.country ?? input.shippingAddress?.country ?? null;
  return {
    head,
    lines,
    kind,
    account: buyer!.account,
    ownHolds: new Map(buyer!.holds.map(({ variantId, pieces }) => [variantId, pieces])),
    vatNumberValid: input.vatNumber === null || (await isVatNumber(input.vatNumber, country)),
  };
}
