import { payable, type LineFacts } from '../cart/public.ts';
import type { MarketPolicy } from './checkout-policy.ts';
import { checkoutErrors as errors } from './errors.ts';
import { problem, type Problem } from './problem.ts';

const FIELD = 'items';

/** What is wrong with the goods of a cart. Lines of one variant are judged together: they share its stock and limit. */
export function lineProblems(
  policy: Pick<MarketPolicy, 'subscriptions'>,
  lines: readonly LineFacts[],
  kind: 'user' | 'guest',
): Problem[] {
  if (lines.length === 0) return [problem(errors.cartEmpty, FIELD)];
  const bought = lines.filter(isBought);
  return [
    ...lines.flatMap(unsoldProblems),
    ...[...byVariant(bought).values()].flatMap(amountProblems),
    ...bought.flatMap((line) => subscriptionProblems(policy, line, kind)),
  ];
}

/** Whether a line can be bought at all; the others count in no total. */
export function isBought(line: LineFacts): boolean {
  return line.state === 'offered' && payable(line) !== null;
}

function unsoldProblems(line: LineFacts): Problem[] {
  if (line.state !== 'offered') return [problem(errors.itemUnavailable, FIELD, about(line))];
  return line.currentMinor === null ? [problem(errors.notSoldInMarket, FIELD, about(line))] : [];
}

function byVariant(lines: readonly LineFacts[]): Map<string, LineFacts[]> {
  const groups = new Map<string, LineFacts[]>();
  for (const line of lines) {
    const group = groups.get(line.variantId) ?? [];
    groups.set(line.variantId, [...group, line]);
  }
  return groups;
}

function amountProblems(lines: LineFacts[]): Problem[] {
  const [line] = lines as [LineFacts];
  const requested = lines.reduce((pieces, { quantity }) => pieces + quantity, 0);
  const available = Math.max(0, line.available);
  const found: Problem[] = [];
  if (requested > available)
    found.push(problem(errors.insufficientStock, FIELD, { ...about(line), available, requested }));
  if (requested > line.maxQuantity)
    found.push(problem(errors.quantityLimit, FIELD, { ...about(line), max: line.maxQuantity, requested }));
  return found;
}

function subscriptionProblems(
  { subscriptions: { intervals, signedInOnly } }: Pick<MarketPolicy, 'subscriptions'>,
  line: LineFacts,
  kind: 'user' | 'guest',
): Problem[] {
  const { purchase } = line;
  if (purchase === 'once') return [];
  const found: Problem[] = [];
  if (!line.subscriptionEligible) found.push(problem(errors.subscriptionUnavailable, FIELD, about(line)));
  if (intervals.length === 0) found.push(problem(errors.subscriptionNotInMarket, FIELD, about(line)));
  else if (!intervals.includes(purchase))
    found.push(problem(errors.subscriptionInterval, FIELD, { ...about(line), intervals }));
  if (signedInOnly && kind === 'guest')
    found.push(problem(errors.subscriptionNeedsAccount, FIELD, about(line)));
  return found;
}

function about({ id, variantId, title }: LineFacts) {
  return { itemId: id, variantId, title };
}
