import { sql } from '../../platform/db/sql.ts';
import { statesBefore } from '../../platform/states.ts';
import type { Contact } from '../identity/public.ts';
import type { CustomerType } from './checkout-policy.ts';
import type { Address } from './contact.ts';
import type { StoredLine } from './frozen-line.ts';
import type { Problem } from './problem.ts';
import { checkoutStates, type CheckoutStatus } from './states.ts';

/** What a checkout is made of; `''` is no email yet. */
export interface CheckoutContent {
  cartId: string;
  cartVersion: bigint;
  fingerprint: Buffer;
  market: string;
  currency: string;
  locale: string;
  email: string;
  phone: string | null;
  customerType: CustomerType;
  company: string | null;
  vatNumber: string | null;
  shippingAddress: Address | null;
  billingAddress: Address | null;
  shippingMethod: string | null;
  shippingLabel: string | null;
  note: string;
  lines: StoredLine[];
  subtotalMinor: bigint;
  shippingMinor: bigint;
  taxMinor: bigint;
  taxIncluded: boolean;
  totalMinor: bigint;
  problems: Problem[];
}

export interface CheckoutRow extends CheckoutContent {
  id: string;
  shopperId: string;
  status: CheckoutStatus;
  createdAt: Date;
  updatedAt: Date;
}

/** The caller's own email where he is a user, and the pieces that his payments under way hold. */
export const readBuyer = () => sql<{
  account: Contact | null;
  holds: { variantId: string; pieces: number }[];
}>('checkout.buyer')`
  select (select json_build_object('email', u.email, 'emailVerified', u.email_verified_at is not null, 'verifiedPhone', u.phone)
            from users u where u.shopper_id = (select current_shopper_id())) as account,
         coalesce((select json_agg(json_build_object('variantId', h.variant_id, 'pieces', h.pieces))
                     from (select variant_id, sum(quantity) as pieces from stock_holds
                            where shopper_id = (select current_shopper_id()) and status = 'live' group by variant_id) h), '[]') as holds`;

/** The caller's newest checkout that is open or being paid. */
export const readCheckout = () => sql<CheckoutRow>('checkout.read')`
  select shopper_id, id, status, cart_id, cart_version, fingerprint, market, currency, locale, email, phone, customer_type, company,
         vat_number, shipping_address, billing_address, shipping_method, shipping_label, note, lines, subtotal_minor, shipping_minor,
         tax_minor, tax_included, total_minor, problems, created_at, updated_at
    from checkouts
   where shopper_id = (select current_shopper_id()) and status in ('open', 'paying')
   order by created_at desc, id desc limit 1`;

/** The same, or the one of this id, locked until the transaction ends. Take the cart's lock first: quoting takes it first too. */
export const lockCheckoutToPay = (checkoutId: string | null) => sql<CheckoutRow>('checkout.lock_to_pay')`
  select shopper_id, id, status, cart_id, cart_version, fingerprint, market, currency, locale, email, phone, customer_type, company,
         vat_number, shipping_address, billing_address, shipping_method, shipping_label, note, lines, subtotal_minor, shipping_minor,
         tax_minor, tax_included, total_minor, problems, created_at, updated_at
    from checkouts
   where shopper_id = (select current_shopper_id()) and status in ('open', 'paying')
     and id = coalesce(${checkoutId}::uuid, id)
   order by created_at desc, id desc limit 1 for update`;

/** Makes the caller's open checkout or replaces what it holds; the same again changes nothing, not even its time. */
export const saveOpenCheckout = (content: CheckoutContent, now: Date) => sql<
  Pick<CheckoutRow, 'id' | 'shopperId' | 'status' | 'createdAt' | 'updatedAt'>
>('checkout.save')`
  insert into checkouts as known (
         shopper_id, cart_id, cart_version, fingerprint, market, currency, locale, email, phone, customer_type, company, vat_number,
         shipping_address, billing_address, shipping_method, shipping_label, note, lines, subtotal_minor, shipping_minor, tax_minor,
         tax_included, total_minor, problems, created_at, updated_at)
  select current_shopper_id(), ${content.cartId}, ${content.cartVersion}, ${content.fingerprint}, ${content.market},
         ${content.currency}, ${content.locale}, ${content.email}, ${content.phone}, ${content.customerType}, ${content.company},
         ${content.vatNumber}, ${content.shippingAddress}, ${content.billingAddress}, ${content.shippingMethod},
         ${content.shippingLabel}, ${content.note}, ${JSON.stringify(content.lines)}::jsonb, ${content.subtotalMinor},
         ${content.shippingMinor}, ${content.taxMinor}, ${content.taxIncluded}, ${content.totalMinor},
         ${JSON.stringify(content.problems)}::jsonb, ${now}, ${now}
  on conflict (shopper_id) where status = 'open' do update
     set cart_id = excluded.cart_id, cart_version = excluded.cart_version, fingerprint = excluded.fingerprint,
         market = excluded.market, currency = excluded.currency, locale = excluded.locale, email = excluded.email,
         phone = excluded.phone, customer_type = excluded.customer_type, company = excluded.company, vat_number = excluded.vat_number,
         shipping_address = excluded.shipping_address, billing_address = excluded.billing_address,
         shipping_method = excluded.shipping_method, shipping_label = excluded.shipping_label, note = excluded.note,
         lines = excluded.lines, subtotal_minor = excluded.subtotal_minor, shipping_minor = excluded.shipping_minor,
         tax_minor = excluded.tax_minor, tax_included = excluded.tax_included, total_minor = excluded.total_minor,
         problems = excluded.problems,
         updated_at = case
           when (known.fingerprint, known.locale, known.email, known.phone, known.customer_type, known.company, known.vat_number,
                 known.shipping_address, known.billing_address, known.shipping_method, known.note, known.lines, known.problems)
                is not distinct from
                (excluded.fingerprint, excluded.locale, excluded.email, excluded.phone, excluded.customer_type, excluded.company,
                 excluded.vat_number, excluded.shipping_address, excluded.billing_address, excluded.shipping_method, excluded.note,
                 excluded.lines, excluded.problems)
           then known.updated_at
           else greatest(excluded.updated_at, known.updated_at + interval '1 millisecond') end
  returning shopper_id, id, status, created_at, updated_at`;

interface Moved {
  shopperId: string;
  checkoutId: string;
  now: Date;
}

/** Freezes an open checkout for its first payment. No row where it is not open any more. */
export const markCheckoutPaying = ({ shopperId, checkoutId, now }: Moved) => sql<{ id: string }>(
  'checkout.mark_paying',
)`
  update checkouts set status = 'paying', updated_at = ${now}
   where shopper_id = ${shopperId}::uuid and id = ${checkoutId}::uuid and status = any (${statesBefore(checkoutStates, 'paying')}::text[])
  returning id`;

/** Its order is there. No row where it was not being paid. */
export const markCheckoutPlaced = ({ shopperId, checkoutId, now }: Moved) => sql<{ id: string }>(
  'checkout.mark_placed',
)`
  update checkouts set status = 'placed', updated_at = ${now}
   where shopper_id = ${shopperId}::uuid and id = ${checkoutId}::uuid and status = any (${statesBefore(checkoutStates, 'placed')}::text[])
  returning id`;

/** Given up for another. No row where it was placed or closed before. */
export const markCheckoutClosed = ({ shopperId, checkoutId, now }: Moved) => sql<{ id: string }>(
  'checkout.mark_closed',
)`
  update checkouts set status = 'closed', updated_at = ${now}
   where shopper_id = ${shopperId}::uuid and id = ${checkoutId}::uuid and status = any (${statesBefore(checkoutStates, 'closed')}::text[])
  returning id`;
