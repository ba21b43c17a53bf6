import type { Access, Tx } from '../../platform/db/database.ts';
import { toJson } from '../../platform/exact-json.ts';
import { refuse } from '../../platform/errors.ts';
import type { Who } from '../../platform/http/route.ts';
import { recordAudit, type Origin } from '../audit/public.ts';
import { type CartAnswer } from './change-cart.ts';
import { cartErrors } from './errors.ts';
import { payable, planRepairs, type LineProblem } from './plan-repairs.ts';
import { lockCart, readCart, type CartDocument, type CartView } from './queries.ts';
import { readFacts, repairLines, type LineFacts } from './queries-facts.ts';

/** What a rule about whole orders may look at. */
export interface OrderFacts {
  market: string;
  kind: 'user' | 'guest';
  totalMinor: bigint;
  lines: readonly LineFacts[];
}

export interface BrokenRule {
  reason: string;
  field?: string;
  details?: Record<string, unknown>;
}

/** A rule about whole orders; domains that have some give them to the cart's routes. */
export type OrderRule = (order: OrderFacts) => BrokenRule[];

export interface Validation {
  valid: boolean;
  /** What was found, before any repair. */
  problems: LineProblem[];
  rules: BrokenRule[];
  fixed: boolean;
  cart: CartAnswer;
}

interface ValidateInput extends CartView {
  fix: boolean;
  origin: Origin;
  rules: readonly OrderRule[];
}

/** Says what is wrong with each line and which order rules are broken (CART-10); with `fix`, mends the lines in the same transaction. */
export async function validateCart(access: Access<Who>, input: ValidateInput): Promise<Validation> {
  if (input.fix) return access.transaction((tx) => mend(tx, input));
  const { who, rows } = await access.read(readFacts(input), readCart(input));
  return judged(who, rows[0], rows[1][0], input, false);
}

async function mend(tx: Tx<Who>, input: ValidateInput): Promise<Validation> {
  const [, facts, [before]] = await tx.run(lockCart(), readFacts(input), readCart(input));
  const { who } = tx;
  const { repairs } = planRepairs(facts);
  if (repairs.length === 0) return judged(who, facts, before, input, false);
  const audits = facts
    .filter((line) => line.notable && line.priceChange !== null)
    .map((line) =>
      recordAudit({
        ...input.origin,
        at: input.now,
        actorId: who.shopperId,
        actorRole: who.role,
        action: 'cart.price_changed',
        targetKind: 'variant',
        targetId: line.variantId,
        after: JSON.parse(line.priceChange!) as unknown,
      }),
    );
  const [, [document], after] = await tx.run(
    repairLines({ ...input, repairs }),
    readCart(input),
    readFacts(input),
    ...audits,
  );
  return { ...judged(who, after, document, input, true), problems: planRepairs(facts).problems };
}

function judged(
  who: Who,
  facts: LineFacts[],
  document: CartDocument | undefined,
  input: ValidateInput,
  fixed: boolean,
): Validation {
  if (!document) throw refuse(cartErrors.shopperGone);
  const { problems } = planRepairs(facts);
  const { market } = (JSON.parse(document.body) as { cart: { market: string } }).cart;
  const totalMinor = facts.reduce((sum, line) => sum + (payable(line) ?? 0n) * BigInt(line.quantity), 0n);
  const rules = input.rules.flatMap((rule) => rule({ market, kind: who.kind, totalMinor, lines: facts }));
  return {
    valid: problems.length === 0 && rules.length === 0,
    problems,
    rules,
    fixed,
    cart: { ...document, shopperId: who.shopperId },
  };
}

/** The answer's JSON. Amounts stay the text that SQL wrote, digits and all. */
export function validationBody({ valid, problems, rules, fixed, cart }: Validation): string {
  const listed = problems.map(({ priceChange, ...problem }) => {
    const json = JSON.stringify(problem);
    return priceChange === undefined ? json : `${json.slice(0, -1)},"priceChange":${priceChange}}`;
  });
  const head = `{"valid":${valid},"fixed":${fixed},"problems":[${listed.join(',')}],"rules":${toJson(rules)}`;
  return `${head},${cart.body.slice(1)}`;
}
