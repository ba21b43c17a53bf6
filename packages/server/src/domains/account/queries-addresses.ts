import { sql } from '../../platform/db/sql.ts';

export interface BookedAddress {
  label: string;
  name: string | null;
  line1: string | null;
  line2: string | null;
  city: string | null;
  region: string | null;
  postalCode: string | null;
  country: string | null;
  phone: string | null;
}

/** The caller, locked while his address book changes, and how full it is. */
export const lockBook = () => sql<{ customerType: 'private' | 'business' }>('address.lock_book')`
  select customer_type from users where shopper_id = (select current_shopper_id()) for update`;

export const countAddresses = () => sql<{ count: number }>('address.count')`
  select count(*)::int as count from addresses where shopper_id = (select current_shopper_id())`;

/** The caller's addresses, the oldest first, as the answer's JSON. */
export const listAddresses = () => sql<{ body: string }>('address.list')`
  select json_build_object('addresses', coalesce(json_agg(address_json(a) order by a.created_at, a.id), '[]'))::text as body
    from addresses a where a.shopper_id = (select current_shopper_id())`;

/** One of the caller's addresses as it is. */
export const readAddress = (id: string) => sql<
  BookedAddress & { defaultShipping: boolean; defaultBilling: boolean }
>('address.read')`
  select label, name, line1, line2, city, region, postal_code, country, phone, default_shipping, default_billing
    from addresses where shopper_id = (select current_shopper_id()) and id = ${id}::uuid`;

/** Is there such an address at all, whoever's it is? Asked only after a miss. */
export const addressExists = (id: string) => sql<{ known: boolean }>('address.exists')`
  select address_exists(${id}::uuid) as known`;

/** Takes the defaults from the caller's other addresses that this one is about to have. */
export const takeDefaults = (input: {
  id: string;
  shipping: boolean;
  billing: boolean;
  now: Date;
}) => sql<object>('address.take_defaults')`
  update addresses
     set default_shipping = default_shipping and not ${input.shipping}::boolean,
         default_billing = default_billing and not ${input.billing}::boolean, updated_at = ${input.now}
   where shopper_id = (select current_shopper_id()) and id <> ${input.id}::uuid
     and ((default_shipping and ${input.shipping}::boolean) or (default_billing and ${input.billing}::boolean))`;

export const insertAddress = (
  address: BookedAddress & { id: string; defaultShipping: boolean; defaultBilling: boolean; now: Date },
) => sql<{ body: string }>('address.insert')`
  insert into addresses as a (shopper_id, id, label, name, line1, line2, city, region, postal_code, country, phone, default_shipping,
                              default_billing, created_at, updated_at)
  select current_shopper_id(), ${address.id}::uuid, ${address.label}, ${address.name}, ${address.line1}, ${address.line2}, ${address.city},
         ${address.region}, ${address.postalCode}, ${address.country}, ${address.phone}, ${address.defaultShipping},
         ${address.defaultBilling}, ${address.now}, ${address.now}
  returning json_build_object('address', address_json(a))::text as body`;

export const updateAddress = (
  address: BookedAddress & { id: string; defaultShipping: boolean; defaultBilling: boolean; now: Date },
) => sql<{ body: string }>('address.update')`
  update addresses a
     set label = ${address.label}, name = ${address.name}, line1 = ${address.line1}, line2 = ${address.line2}, city = ${address.city},
         region = ${address.region}, postal_code = ${address.postalCode}, country = ${address.country}, phone = ${address.phone},
         default_shipping = ${address.defaultShipping}, default_billing = ${address.defaultBilling}, updated_at = ${address.now}
   where a.shopper_id = (select current_shopper_id()) and a.id = ${address.id}::uuid
  returning json_build_object('address', address_json(a))::text as body`;

export const deleteAddress = (id: string) => sql<{ id: string }>('address.delete')`
  delete from addresses where shopper_id = (select current_shopper_id()) and id = ${id}::uuid returning id`;
