import { Major, toJson, Written } from '../../platform/exact-json.ts';
import type { LineFacts } from '../cart/public.ts';
import { frozenLines } from './frozen-line.ts';
import type { ShippingList } from './list-shipping-methods.ts';
import type { ShippingOffer } from './offer-shipping.ts';
import { toldProblem, type Problem } from './problem.ts';
import type { CheckoutRow } from './queries.ts';
import { labelOf } from './save-checkout.ts';

/** The sentence of a reason in a language. */
export type Translate = (reason: string, locale: string, details: unknown) => string;

interface Telling {
  locale: string;
  translate: Translate;
}

/** `{"checkout":{…}}` as clients get it; what a designer earns stays out. */
export function checkoutDocument(
  checkout: CheckoutRow,
  telling: Telling,
  news?: { offers: readonly ShippingOffer[]; priceChanges: readonly LineFacts[] },
): string {
  const { currency, createdAt, updatedAt } = checkout;
  const major = (minor: bigint) => new Major(minor, currency);
  const lines = frozenLines(checkout.lines).map((line) => ({
    productId: line.productId,
    variantId: line.variantId,
    slug: line.slug,
    sku: line.sku,
    title: line.title,
    options: line.options,
    imageUrl: line.imageUrl,
    purchase: line.purchase === 'once' ? { type: 'once' } : { type: 'subscription', interval: line.purchase },
    quantity: line.quantity,
    price: major(line.priceMinor),
    lineTotal: major(line.lineTotalMinor),
    taxPercent: line.taxPercent,
    tax: major(line.taxMinor),
  }));
  return toJson({
    checkout: {
      id: checkout.id,
      status: checkout.status,
      lines,
      subtotal: major(checkout.subtotalMinor),
      shipping: major(checkout.shippingMinor),
      tax: major(checkout.taxMinor),
      taxIncluded: checkout.taxIncluded,
      total: major(checkout.totalMinor),
      currency,
      market: checkout.market,
      email: checkout.email || null,
      phone: checkout.phone,
      customerType: checkout.customerType,
      company: checkout.company,
      vatNumber: checkout.vatNumber,
      shippingAddress: checkout.shippingAddress,
      billingAddress: checkout.billingAddress,
      shippingMethod: checkout.shippingMethod,
      shippingLabel: checkout.shippingLabel,
      shippingMethods: news && offered(news.offers, currency, telling),
      priceChanges: news?.priceChanges.map(priceChange),
      note: checkout.note,
      problems: checkout.problems.map((problem) => told(problem, currency, telling)),
      createdAt: createdAt.toISOString(),
      updatedAt: updatedAt.toISOString(),
    },
  });
}

/** The shipping methods as clients get them: those that can be had, and the others with what speaks against each. */
export function shippingDocument(list: ShippingList, translate: Translate): string {
  const { market, offers, country, needed, locale } = list;
  const { currency, code } = market;
  return toJson({
    ...offered(offers, currency, { locale, translate }),
    currency,
    market: code,
    country,
    needed,
  });
}

function offered(offers: readonly ShippingOffer[], currency: string, telling: Telling) {
  const described = ({ method, priceMinor }: ShippingOffer) => ({
    id: method.id,
    label: labelOf(method, telling.locale),
    price: new Major(priceMinor, currency),
    freeFrom: method.freeFromMinor === null ? null : new Major(method.freeFromMinor, currency),
  });
  return {
    methods: offers.filter(({ problems }) => problems.length === 0).map(described),
    unavailable: offers
      .filter(({ problems }) => problems.length > 0)
      .map((offer) => ({
        ...described(offer),
        problems: offer.problems.map((problem) => told(problem, currency, telling)),
      })),
  };
}

function priceChange({ id, variantId, title, priceChange: change }: LineFacts) {
  return { itemId: id, variantId, title, change: new Written(change!) };
}

function told(problem: Problem, currency: string, { locale, translate }: Telling) {
  const { reason, field, details } = toldProblem(problem, currency);
  return { reason, field, message: translate(reason, locale, details), details };
}
