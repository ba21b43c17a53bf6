import type { Rows } from '../../platform/db/database.ts';
import { refuse } from '../../platform/errors.ts';
import type { Who } from '../../platform/http/route.ts';
import { readCartHead, readFacts, type CartView } from '../cart/public.ts';
import { isVatNumber } from './contact.ts';
import { checkoutErrors as errors } from './errors.ts';
import type { OrderFacts } from './evaluate-order.ts';
import type { OrderInput } from './order-input.ts';
import { readBuyer } from './queries.ts';

/** All that judging the caller's order needs, as of now; to be read when his cart is locked. */
export const askFacts = (view: CartView) => [readCartHead(view), readFacts(view), readBuyer()] as const;

/** What the statements of `askFacts` answered, as the facts an order is judged by. */
export async function gatherFacts(
  [[head], lines, [buyer]]: Rows<ReturnType<typeof askFacts>>,
  { kind }: Pick<Who, 'kind'>,
  input: OrderInput,
): Promise<OrderFacts> {
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
