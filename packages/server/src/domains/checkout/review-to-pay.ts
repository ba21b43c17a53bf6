import type { Tx } from '../../platform/db/database.ts';
import { refuse } from '../../platform/errors.ts';
import type { Who } from '../../platform/http/route.ts';
import { lockCart, type CartView } from '../cart/public.ts';
import type { CheckoutPolicy } from './checkout-policy.ts';
import { checkoutErrors as errors } from './errors.ts';
import { evaluateOrder, type Evaluation } from './evaluate-order.ts';
import { differences, type Difference } from './fingerprint.ts';
import { frozenLines } from './frozen-line.ts';
import { askFacts, gatherFacts } from './gather-facts.ts';
import { toldProblem } from './problem.ts';
import { lockCheckoutToPay, type CheckoutRow } from './queries.ts';

export interface Review {
  checkout: CheckoutRow;
  /** The same order judged and added up anew, as of now. */
  evaluation: Evaluation;
  /** What has changed since it was quoted; none where it may be paid as it stands. */
  differences: Difference[];
}

interface ReviewInput extends Pick<CartView, 'now' | 'policy'> {
  rules: CheckoutPolicy;
  /** Null is the newest one that is open or being paid. */
  checkoutId: string | null;
}

/**
 * Locks the caller's cart and checkout and judges the order anew by every rule, as of now (CHK-2, CHK-4); CHECKOUT_NOT_FOUND
 * where there is none to pay.
 */
export async function reviewToPay(
  tx: Tx<Pick<Who, 'kind'>>,
  { now, policy, rules, checkoutId }: ReviewInput,
): Promise<Review> {
  const inHisMarket = askFacts({ now, policy, market: null });
  const [, [checkout], ...known] = await tx.run(lockCart(), lockCheckoutToPay(checkoutId), ...inHisMarket);
  if (!checkout) throw refuse(errors.checkoutNotFound);
  const { market } = checkout;
  if (!rules.markets[market]) throw refuse(errors.marketUnknown);
  const order = { ...checkout, email: checkout.email || null };
  // He may have been quoted in another market than the one he is at home in.
  const read = known[0][0]?.market === market ? known : await tx.run(...askFacts({ now, policy, market }));
  const facts = await gatherFacts(read, tx.who, order);
  const evaluation = evaluateOrder(rules, facts, order);
  if (evaluation.fingerprint.equals(checkout.fingerprint)) return { checkout, evaluation, differences: [] };
  const before = { ...checkout, lines: frozenLines(checkout.lines) };
  const found = differences(before, evaluation, checkout.currency);
  return {
    checkout,
    evaluation,
    differences: found.length > 0 ? found : [{ what: 'other', old: null, new: null }],
  };
}

/**
 * Refuses what may not be paid: CART_CHANGED with the differences, CHECKOUT_INCOMPLETE with every broken rule; where only
 * goods are short, INSUFFICIENT_STOCK (L-4).
 */
export function requirePayable({ checkout, evaluation, differences: found }: Review): void {
  if (found.length > 0) throw refuse(errors.cartChanged, { differences: found });
  const { problems } = evaluation;
  if (problems.length === 0) return;
  const [first] = problems;
  if (problems.every(({ reason }) => reason === errors.insufficientStock.reason)) {
    throw refuse(
      errors.insufficientStock,
      first!.details as { available: number; requested: number; itemId: string; variantId: string },
    );
  }
  throw refuse(errors.checkoutIncomplete, {
    problems: problems.map((problem) => toldProblem(problem, checkout.currency)),
  });
}
