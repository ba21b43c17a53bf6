import { payable, type CartHead, type LineFacts } from '../cart/public.ts';
import type { Contact } from '../identity/public.ts';
import type { CheckoutPolicy, MarketPolicy } from './checkout-policy.ts';
import { phoneNumber } from './contact.ts';
import { checkoutErrors as errors } from './errors.ts';
import { isBought, lineProblems } from './find-line-problems.ts';
import { contactProblems, formProblems, valueProblems } from './find-problems.ts';
import { fingerprintOf } from './fingerprint.ts';
import type { FrozenLine } from './frozen-line.ts';
import { offerShipping, type ShippingOffer } from './offer-shipping.ts';
import type { OrderInput } from './order-input.ts';
import { problem, type Problem } from './problem.ts';
import { quote, type Totals } from './quote.ts';

/** What the server knows of an order, as of now; nothing of it comes from the client. */
export interface OrderFacts {
  head: CartHead;
  lines: readonly LineFacts[];
  kind: 'user' | 'guest';
  account: Contact | null;
  /** Pieces by variant that the buyer's own payments under way hold: they are his to buy. */
  ownHolds: ReadonlyMap<string, number>;
  /** Whether the VAT number given is one; true where none is given. */
  vatNumberValid: boolean;
}

/** An order as it would be placed now. */
export interface Evaluation extends Totals {
  market: MarketPolicy;
  lines: FrozenLine[];
  /** Whether anything is to be sent. */
  ships: boolean;
  /** The method chosen, where the market has it. */
  shipping: ShippingOffer | null;
  offers: ShippingOffer[];
  email: string | null;
  phone: string | null;
  /** Every broken rule (CHK-2). */
  problems: Problem[];
  fingerprint: Buffer;
}

/** Judges an order by every rule there is and adds it up. Quoting and paying both come through here, so no client skips a rule. */
export function evaluateOrder(policy: CheckoutPolicy, facts: OrderFacts, input: OrderInput): Evaluation {
  const market = policy.markets[facts.head.market]!;
  const lines = facts.lines.map((line) => ({
    ...line,
    available: line.available + (facts.ownHolds.get(line.variantId) ?? 0),
  }));
  const bought = lines.filter(isBought);
  const { offers, ships, valueMinor } = offersFor(market, bought, input);
  const shipping = ships ? (offers.find(({ method }) => method.id === input.shippingMethod) ?? null) : null;
  const quoted = quote({
    lines: bought.map((line) => frozenFacts(line, market)),
    shippingMinor: shipping?.priceMinor ?? 0n,
    shippingTaxPercent: market.tax.onShipping ? market.tax.percent : 0,
    taxIncluded: market.tax.included,
  });
  const email = input.email ?? facts.account?.email ?? null;
  const country = input.shippingAddress?.country ?? input.billingAddress?.country ?? null;
  const number = input.phone === null ? null : phoneNumber(input.phone, country);
  const reached = {
    kind: facts.kind,
    account: facts.account,
    email,
    phone: input.phone,
    phoneNumber: number,
    valueMinor,
  };
  const problems = [
    ...lineProblems(market, lines, facts.kind),
    ...(lines.length === 0 ? [] : valueProblems(market.order[input.customerType], valueMinor)),
    ...contactProblems(market, policy.unverifiedEmail, reached),
    ...formProblems(market, input, ships),
    ...(facts.vatNumberValid ? [] : [problem(errors.vatNumberInvalid, 'vatNumber')]),
    ...(ships ? shippingProblems(policy, shipping, input) : []),
  ];
  const order = { market, ...quoted, ships, shipping, offers, email, phone: number ?? input.phone, problems };
  return { ...order, fingerprint: fingerprintOf(order) };
}

/** The shipping methods for what of a cart is to be sent. */
export function offersFor(
  market: MarketPolicy,
  bought: readonly LineFacts[],
  { shippingAddress, customerType }: Pick<OrderInput, 'shippingAddress' | 'customerType'>,
): { offers: ShippingOffer[]; ships: boolean; valueMinor: bigint } {
  const sent = bought.filter((line) => line.requiresShipping);
  const valueMinor = bought.reduce((sum, line) => sum + payable(line)! * BigInt(line.quantity), 0n);
  const parcel = {
    weightGrams: sent.reduce((grams, { weightGrams, quantity }) => grams + weightGrams * quantity, 0),
    tags: [...new Set(sent.flatMap(({ tags }) => tags))],
    valueMinor,
    customerType,
    address: shippingAddress,
  };
  return { offers: offerShipping(market, parcel), ships: sent.length > 0, valueMinor };
}

function shippingProblems(
  policy: CheckoutPolicy,
  shipping: ShippingOffer | null,
  { shippingMethod }: OrderInput,
): Problem[] {
  if (shipping) return shipping.problems;
  if (shippingMethod === null) return [problem(errors.shippingRequired, 'shippingMethod')];
  const elsewhere = Object.values(policy.markets).some(({ shippingMethods }) =>
    shippingMethods.some(({ id }) => id === shippingMethod),
  );
  return [problem(elsewhere ? errors.shippingOtherMarket : errors.shippingUnknown, 'shippingMethod')];
}

function frozenFacts(line: LineFacts, market: MarketPolicy) {
  return {
    variantId: line.variantId,
    productId: line.productId,
    designerId: line.designerId!,
    slug: line.slug!,
    sku: line.sku,
    title: line.title,
    options: line.options ?? {},
    imageUrl: line.imageUrl,
    purchase: line.purchase,
    quantity: line.quantity,
    priceMinor: payable(line)!,
    taxPercent: line.taxable ? market.tax.percent : 0,
    weightGrams: line.weightGrams,
    commissionPercent: Number(line.commissionPercent ?? 0),
  };
}
