import { checkoutErrors as errors } from './errors.ts';
import type { CustomerType, MarketPolicy, ShippingMethod } from './checkout-policy.ts';
import { isPoBox, type Address } from './contact.ts';
import { problem, type Problem } from './problem.ts';

/** What is to be sent, whereto and for whom. */
export interface Parcel {
  weightGrams: number;
  tags: readonly string[];
  /** Value of the goods. */
  valueMinor: bigint;
  customerType: CustomerType;
  /** What is known of the address; what is not yet known refuses nothing. */
  address: Partial<Pick<Address, 'country' | 'postalCode' | 'line1' | 'line2'>> | null;
}

export interface ShippingOffer {
  method: ShippingMethod;
  priceMinor: bigint;
  /** Why it cannot be had; none where it can. */
  problems: Problem[];
}

/** Every shipping method of the market with its price for this parcel, and all that speaks against it (CHK-1). */
export function offerShipping(
  policy: Pick<MarketPolicy, 'shippingMethods'>,
  parcel: Parcel,
): ShippingOffer[] {
  return policy.shippingMethods.map((method) => ({
    method,
    priceMinor:
      method.freeFromMinor !== null && parcel.valueMinor >= method.freeFromMinor ? 0n : method.priceMinor,
    problems: [...addressProblems(method, parcel), ...goodsProblems(method, parcel)],
  }));
}

function addressProblems(method: ShippingMethod, { address, customerType }: Parcel): Problem[] {
  const { country, postalCode, line1 = null, line2 = null } = address ?? {};
  const found: Problem[] = [];
  if (country && method.countries && !method.countries.includes(country))
    found.push(told(errors.shippingCountry, { countries: method.countries }));
  const code = (postalCode ?? '').replace(/\s/g, '').toUpperCase();
  if (code && method.refusesPostalCodes.some((start) => code.startsWith(start.toUpperCase())))
    found.push(told(errors.shippingPostalCode));
  if (!method.toPoBoxes && isPoBox({ line1, line2 })) found.push(told(errors.shippingPoBox));
  if (!method.customerTypes.includes(customerType))
    found.push(told(errors.shippingCustomerType, { customerTypes: method.customerTypes }));
  return found;
}

function goodsProblems(method: ShippingMethod, { weightGrams, tags, valueMinor }: Parcel): Problem[] {
  const found: Problem[] = [];
  const { minWeightGrams, maxWeightGrams, minimumMinor, maximumMinor } = method;
  if (maxWeightGrams !== null && weightGrams > maxWeightGrams)
    found.push(told(errors.shippingTooHeavy, { maxGrams: maxWeightGrams, grams: weightGrams }));
  if (weightGrams < minWeightGrams)
    found.push(told(errors.shippingTooLight, { minGrams: minWeightGrams, grams: weightGrams }));
  const barred = new Set(method.refusesTags.map((tag) => tag.toLowerCase()));
  const refused = tags.filter((tag) => barred.has(tag.toLowerCase()));
  if (refused.length > 0) found.push(told(errors.shippingGoods, { tags: refused }));
  if (minimumMinor !== null && valueMinor < minimumMinor)
    found.push(told(errors.shippingValueLow, undefined, { minimum: minimumMinor, value: valueMinor }));
  if (maximumMinor !== null && valueMinor > maximumMinor)
    found.push(told(errors.shippingValueHigh, undefined, { maximum: maximumMinor, value: valueMinor }));
  return found;
}

function told(
  kind: Parameters<typeof problem>[0],
  details?: Record<string, unknown>,
  amounts?: Record<string, bigint>,
): Problem {
  return problem(kind, 'shippingMethod', details, amounts);
}
