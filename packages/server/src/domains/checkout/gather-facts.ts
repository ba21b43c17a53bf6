import type { Tx } from '../../platform/db/database.ts';
import { refuse } from '../../platform/errors.ts';
import type { Who } from '../../platform/http/route.ts';
import { lockCart, readCartHead, readFacts, type CartView } from '../cart/public.ts';
import { readContact } from '../identity/public.ts';
import { isVatNumber } from './contact.ts';
import { checkoutErrors as errors } from './errors.ts';
import type { OrderFacts } from './evaluate-order.ts';
import type { OrderInput } from './order-input.ts';
import { readOwnHolds } from './queries.ts';

/** Locks the caller's cart and reads, as of now, all that judging his order needs: one round trip. */
export async function gatherFacts(
  tx: Tx,
  { kind }: Pick<Who, 'kind'>,
  view: CartView,
  input: OrderInput,
): Promise<OrderFacts> {
  const [, [head], lines, [account], holds] = await tx.run(
    lockCart(),
    readCartHead(view),
    readFacts(view),
    readContact(),
    readOwnHolds(),
  );
  if (!head) throw refuse(errors.shopperGone);
  const country = input.billingAddress?.country ?? input.shippingAddress?.country ?? null;
  return {
    head,
    lines,
    kind,
    account: account ?? null,
    ownHolds: new Map(holds.map(({ variantId, pieces }) => [variantId, pieces])),
    vatNumberValid: input.vatNumber === null || (await isVatNumber(input.vatNumber, country)),
  };
}
