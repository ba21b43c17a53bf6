import type { Access } from '../../platform/db/database.ts';
import { refuse } from '../../platform/errors.ts';
import type { Who } from '../../platform/http/route.ts';
import { readCartHead, readFacts, type CartView } from '../cart/public.ts';
import type { CheckoutPolicy, CustomerType, MarketPolicy } from './checkout-policy.ts';
import { checkoutErrors as errors } from './errors.ts';
import { offersFor } from './evaluate-order.ts';
import { isBought } from './find-line-problems.ts';
import type { ShippingOffer } from './offer-shipping.ts';
import { readCheckout } from './queries.ts';

export interface ShippingList {
  market: MarketPolicy;
  offers: ShippingOffer[];
  country: string | null;
  /** Whether anything of the cart is to be sent. */
  needed: boolean;
  locale: string;
}

interface ListInput extends CartView {
  rules: CheckoutPolicy;
  country: string | null;
  postalCode: string | null;
  customerType: CustomerType | null;
  language: string | null;
}

/** The shipping methods for the caller's cart; what is not said of the address is taken from his checkout, where he has one. */
export async function listShippingMethods(access: Access<Who>, input: ListInput): Promise<ShippingList> {
  const { who, rows } = await access.read(readCartHead(input), readFacts(input), readCheckout());
  const [[head], facts, [checkout]] = rows;
  if (!head) throw refuse(errors.shopperGone);
  const market = input.rules.markets[head.market]!;
  const known = checkout?.shippingAddress ?? null;
  const same = input.country === null || input.country === known?.country;
  const address = {
    ...(same && known ? known : NO_ADDRESS),
    ...(input.country !== null && { country: input.country }),
    ...(input.postalCode !== null && { postalCode: input.postalCode }),
  };
  const customerType = input.customerType ?? checkout?.customerType ?? 'private';
  const order = { shippingAddress: address, customerType };
  const { offers, ships } = offersFor(market, facts.filter(isBought), order);
  const locale = who.locale ?? input.language ?? market.locale;
  return { market, offers, country: address.country, needed: ships, locale };
}

const NO_ADDRESS = {
  name: null,
  line1: null,
  line2: null,
  city: null,
  region: null,
  postalCode: null,
  country: null,
};
