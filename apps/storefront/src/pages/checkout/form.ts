import type { BodyOf, DataOf, User } from '@cartwright/client';

export interface AddressForm {
  name: string;
  line1: string;
  line2: string;
  city: string;
  region: string;
  postalCode: string;
  country: string;
}

/** All that a buyer fills in. Names are those of the API, so that its problems find their fields. */
export interface CheckoutForm {
  email: string;
  phone: string;
  customerType: 'private' | 'business';
  company: string;
  vatNumber: string;
  note: string;
  shippingAddress: AddressForm;
  sameBilling: boolean;
  billingAddress: AddressForm;
}

type Kept = DataOf<'get', '/api/checkout'>['checkout'];

export const emptyAddress: AddressForm = {
  name: '',
  line1: '',
  line2: '',
  city: '',
  region: '',
  postalCode: '',
  country: '',
};

/** What the form begins with: the checkout that was left, else the account. */
export function initialForm(kept: Kept | null, user: User | null, country: string): CheckoutForm {
  const shipping = addressForm(kept?.shippingAddress ?? null, country);
  const billing = addressForm(kept?.billingAddress ?? null, country);
  if (!shipping.name) shipping.name = user?.name ?? '';
  const sameBilling =
    !kept?.billingAddress || JSON.stringify(kept.billingAddress) === JSON.stringify(kept.shippingAddress);
  return {
    email: kept?.email ?? user?.email ?? '',
    phone: kept?.phone ?? '',
    customerType: kept?.customerType ?? user?.customerType ?? 'private',
    company: kept?.company ?? user?.company ?? '',
    vatNumber: kept?.vatNumber ?? user?.vatNumber ?? '',
    note: kept?.note ?? '',
    shippingAddress: shipping,
    sameBilling,
    billingAddress: billing,
  };
}

/** The same as the API takes it; what is empty is left to the server to miss. */
export function checkoutBody(
  form: CheckoutForm,
  shippingMethod: string | null,
): BodyOf<'put', '/api/checkout'> {
  const { customerType, sameBilling, shippingAddress, billingAddress } = form;
  const business = customerType === 'business';
  return {
    email: form.email.trim() || null,
    phone: form.phone.trim() || null,
    customerType,
    company: business ? form.company || null : null,
    vatNumber: business ? form.vatNumber || null : null,
    note: form.note || null,
    shippingAddress: addressBody(shippingAddress),
    billingAddress: sameBilling ? null : addressBody(billingAddress),
    shippingMethod,
  };
}

export function addressForm(
  address: Partial<Record<keyof AddressForm, string | null>> | null,
  country: string,
): AddressForm {
  const names = Object.keys(emptyAddress) as (keyof AddressForm)[];
  const filled = names.map((name): [string, string] => [name, address?.[name] ?? '']);
  // fromEntries forgets which names it was given; these are all of the form's.
  const form = Object.fromEntries(filled) as unknown as AddressForm;
  return { ...form, country: form.country || country };
}

function addressBody(address: AddressForm) {
  const texts = Object.entries(address) as [keyof AddressForm, string][];
  const given = texts.map(([name, text]): [string, string | null] => [name, text.trim() || null]);
  return Object.fromEntries(given) as Record<keyof AddressForm, string | null>;
}
