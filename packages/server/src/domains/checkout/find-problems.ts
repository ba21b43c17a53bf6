import type { Contact } from '../identity/public.ts';
import type { Limits, MarketPolicy } from './checkout-policy.ts';
import type { Address } from './contact.ts';
import { checkoutErrors as errors } from './errors.ts';
import type { OrderInput } from './order-input.ts';
import { problem, type Problem } from './problem.ts';

const ADDRESS_FIELDS = ['name', 'line1', 'line2', 'city', 'region', 'postalCode'] as const;

/** What a market's limits say of the value of an order's goods. */
export function valueProblems({ minimumMinor, maximumMinor }: Limits, valueMinor: bigint): Problem[] {
  const found: Problem[] = [];
  if (minimumMinor !== null && valueMinor < minimumMinor)
    found.push(
      problem(errors.orderTooSmall, 'cart', undefined, { minimum: minimumMinor, value: valueMinor }),
    );
  if (maximumMinor !== null && valueMinor > maximumMinor)
    found.push(
      problem(errors.orderTooLarge, 'cart', undefined, { maximum: maximumMinor, value: valueMinor }),
    );
  return found;
}

export interface Reached {
  kind: 'user' | 'guest';
  /** What the account knows; null for guests. */
  account: Contact | null;
  email: string | null;
  /** As it was given, and as E.164 where it is a number at all. */
  phone: string | null;
  phoneNumber: string | null;
  valueMinor: bigint;
}

/** What is wrong with how the buyer can be reached. */
export function contactProblems(
  policy: MarketPolicy,
  unverifiedEmail: 'allow' | 'refuse',
  reached: Reached,
): Problem[] {
  const { kind, account, email, phone, phoneNumber, valueMinor } = reached;
  const found: Problem[] = [];
  const confirmed = account?.emailVerified === true && account.email === email;
  if (email === null) found.push(problem(errors.emailRequired, 'email'));
  else if (unverifiedEmail === 'refuse' && kind === 'user' && !confirmed)
    found.push(problem(errors.emailUnverified, 'email'));
  if (phone !== null && phoneNumber === null) found.push(problem(errors.phoneInvalid, 'phone'));
  const threshold = policy.verifiedPhoneAboveMinor;
  const verified = phoneNumber !== null && phoneNumber === account?.verifiedPhone;
  if (threshold !== null && valueMinor > threshold && !verified)
    found.push(problem(errors.phoneUnverified, 'phone', undefined, { threshold }));
  return found;
}

/** What of an address is left out that a market asks of such a customer. */
export function missingFields(required: readonly string[], address: Partial<Address>): string[] {
  const fields = ADDRESS_FIELDS.filter((name) => required.includes(name) && !address[name]);
  return [...fields, ...(address.country ? [] : ['country'])];
}

/** What a customer of this kind has left out, or given for a country that is not delivered to. */
export function formProblems(policy: MarketPolicy, input: OrderInput, ships: boolean): Problem[] {
  const required = policy.required[input.customerType];
  const own = (['phone', 'company', 'vatNumber'] as const).filter(
    (name) => required.includes(name) && input[name] === null,
  );
  const found = own.map((name) => problem(errors.fieldRequired, name));
  const missing = (address: Partial<Address>, of: string) =>
    missingFields(required, address).map((name) => problem(errors.fieldRequired, `${of}.${name}`));
  const { shippingAddress, billingAddress } = input;
  if (ships) found.push(...missing(shippingAddress ?? {}, 'shippingAddress'));
  if (billingAddress) found.push(...missing(billingAddress, 'billingAddress'));
  const country = shippingAddress?.country;
  if (ships && country && policy.countries && !policy.countries.includes(country))
    found.push(problem(errors.countryNotServed, 'shippingAddress.country', { countries: policy.countries }));
  return found;
}
