import type { OrderRule } from '../cart/public.ts';
import type { CheckoutPolicy, Limits } from './checkout-policy.ts';
import { valueProblems } from './find-problems.ts';
import { toldProblem } from './problem.ts';

/**
 * The order's least and greatest value, for the validation of carts (CART-10). Whether a business or a private person buys
 * is not known yet, so only what is refused to both is told.
 */
export function orderValueRule(rules: CheckoutPolicy): OrderRule {
  return ({ market: code, totalMinor, lines }) => {
    const market = rules.markets[code];
    if (!market || lines.length === 0) return [];
    const widest = widestLimits(market.order.private, market.order.business);
    return valueProblems(widest, totalMinor).map((problem) => toldProblem(problem, market.currency));
  };
}

function widestLimits(one: Limits, other: Limits): Limits {
  const pick = (a: bigint | null, b: bigint | null, first: (a: bigint, b: bigint) => boolean) =>
    a === null || b === null ? null : first(a, b) ? a : b;
  return {
    minimumMinor: pick(one.minimumMinor, other.minimumMinor, (a, b) => a < b),
    maximumMinor: pick(one.maximumMinor, other.maximumMinor, (a, b) => a > b),
  };
}
