import type { Access } from '../../platform/db/database.ts';
import type { Who } from '../../platform/http/route.ts';
import { recordAudit, type Origin } from '../audit/public.ts';
import { lockCart, type CartView, type LineFacts } from '../cart/public.ts';
import type { CheckoutPolicy, ShippingMethod } from './checkout-policy.ts';
import { evaluateOrder, type Evaluation } from './evaluate-order.ts';
import { storedLines } from './frozen-line.ts';
import { askFacts, gatherFacts } from './gather-facts.ts';
import type { OrderInput } from './order-input.ts';
import { saveOpenCheckout, type CheckoutRow } from './queries.ts';

export interface SaveInput extends CartView {
  rules: CheckoutPolicy;
  order: OrderInput;
  /** The language the client asks for, where the user has chosen none. */
  language: string | null;
  origin: Origin;
}

export interface SavedCheckout {
  checkout: CheckoutRow;
  evaluation: Evaluation;
  /** Lines whose price is not the one the buyer last agreed to (CART-11). */
  priceChanges: LineFacts[];
}

/** Quotes the caller's cart and keeps it as his open checkout (CHK-1): prices, totals and tax are the server's alone. */
export function saveCheckout(access: Access<Who>, input: SaveInput): Promise<SavedCheckout> {
  const { rules, order, now } = input;
  return access.transaction(async (tx) => {
    const [, ...read] = await tx.run(lockCart(), ...askFacts(input));
    const { who } = tx;
    const facts = await gatherFacts(read, who, order);
    const evaluation = evaluateOrder(rules, facts, order);
    const { market, shipping } = evaluation;
    const locale = who.locale ?? input.language ?? market.locale;
    const content = {
      ...order,
      cartId: facts.head.cartId,
      cartVersion: facts.head.version,
      fingerprint: evaluation.fingerprint,
      market: market.code,
      currency: market.currency,
      locale,
      email: evaluation.email ?? '',
      phone: evaluation.phone,
      shippingLabel: shipping ? labelOf(shipping.method, locale) : null,
      lines: storedLines(evaluation.lines),
      subtotalMinor: evaluation.subtotalMinor,
      shippingMinor: evaluation.shippingMinor,
      taxMinor: evaluation.taxMinor,
      taxIncluded: evaluation.taxIncluded,
      totalMinor: evaluation.totalMinor,
      problems: evaluation.problems,
    };
    const priceChanges = facts.lines.filter((line) => line.priceChange !== null);
    const mayTell = priceChanges.some((line) => line.notable);
    const [[saved]] = await (mayTell ? tx.run : tx.last)(saveOpenCheckout(content, now));
    // The same quote again is no news.
    const notable =
      saved!.updatedAt.getTime() < now.getTime() ? [] : priceChanges.filter((line) => line.notable);
    tx.queue(...notable.map((line) => priceAudit(line, who, input)));
    return { checkout: { ...content, ...saved! }, evaluation, priceChanges };
  });
}

function priceAudit(line: LineFacts, who: Who, { now, origin }: SaveInput) {
  return recordAudit({
    ...origin,
    at: now,
    actorId: who.shopperId,
    actorRole: who.role,
    action: 'checkout.price_changed',
    targetKind: 'variant',
    targetId: line.variantId,
    after: JSON.parse(line.priceChange!) as unknown,
  });
}

/** What a shipping method is called in this language. */
export function labelOf({ label }: ShippingMethod, locale: string): string {
  return label[locale as keyof typeof label] ?? label.en;
}
