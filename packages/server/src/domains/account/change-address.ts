import type { Database, Identity, Tx } from '../../platform/db/database.ts';
import { refuse } from '../../platform/errors.ts';
import { httpErrors } from '../../platform/http/errors.ts';
import type { Who } from '../../platform/http/route.ts';
import { newId } from '../../platform/new-id.ts';
import { recordAudit, type Origin } from '../audit/public.ts';
import { missingFields, phoneNumber, type CheckoutPolicy } from '../checkout/public.ts';
import { accountErrors } from './errors.ts';
import {
  addressExists,
  countAddresses,
  deleteAddress,
  insertAddress,
  listAddresses,
  lockBook,
  readAddress,
  takeDefaults,
  updateAddress,
  type BookedAddress,
} from './queries-addresses.ts';

export const MAX_ADDRESSES = 20;

export interface AddressInput extends BookedAddress {
  defaultShipping?: boolean | undefined;
  defaultBilling?: boolean | undefined;
}

interface Context {
  rules: CheckoutPolicy;
  /** The market asked for; null leaves it to the user's own, then to the default. */
  market: string | null;
  defaultMarket: string;
  now: Date;
  origin: Origin;
}

/**
 * Puts an address into the caller's book, checked as a checkout of his would be in this market; the first is his default.
 * Resolves to it as JSON. Refuses with VALIDATION_FAILED and ADDRESS_LIMIT.
 */
export function addAddress(
  shop: Database,
  caller: Identity<Who>,
  input: AddressInput,
  context: Context,
): Promise<string> {
  return shop.as(caller).transaction(async (tx) => {
    const [[me]] = await tx.run(lockBook());
    const { who } = tx;
    const [[held]] = await tx.run(countAddresses());
    if (held!.count >= MAX_ADDRESSES) throw refuse(accountErrors.addressLimit, { max: MAX_ADDRESSES });
    const first = held!.count === 0;
    const { defaultShipping = first, defaultBilling = first } = input;
    const address = judged({ ...input, defaultShipping, defaultBilling }, me!.customerType, who, context);
    const id = newId(context.now);
    return save(tx, who, { ...address, id }, 'address.add', context);
  });
}

/** Changes what is given of one of the caller's addresses. Refuses with ADDRESS_NOT_FOUND, FORBIDDEN and VALIDATION_FAILED. */
export async function changeAddress(
  shop: Database,
  caller: Identity<Who>,
  { id, ...change }: { [Name in keyof AddressInput]?: AddressInput[Name] | undefined } & { id: string },
  context: Context,
): Promise<string> {
  const changed = await shop.as(caller).transaction(async (tx) => {
    const [[me], [known]] = await tx.run(lockBook(), readAddress(id));
    const { who } = tx;
    if (!known) return null;
    const given = Object.fromEntries(Object.entries(change).filter(([, value]) => value !== undefined));
    const address = judged({ ...known, ...given }, me!.customerType, who, context);
    return save(tx, who, { ...address, id }, 'address.change', context);
  });
  if (changed === null) throw await missing(shop, caller, id);
  return changed;
}

/** Removes one of the caller's addresses; resolves to those that are left, as JSON. */
export async function removeAddress(
  shop: Database,
  caller: Identity<Who>,
  id: string,
  context: Pick<Context, 'now' | 'origin'>,
): Promise<string> {
  const left = await shop.as(caller).transaction(async (tx) => {
    const [[gone]] = await tx.run(deleteAddress(id));
    const { who } = tx;
    if (!gone) return null;
    const [[list]] = await tx.run(listAddresses(), audit(who, id, 'address.remove', context));
    return list!.body;
  });
  if (left === null) throw await missing(shop, caller, id);
  return left;
}

type Judged = BookedAddress & { defaultShipping: boolean; defaultBilling: boolean };

async function save(
  tx: Tx,
  who: Who,
  address: Judged & { id: string },
  action: string,
  context: Context,
): Promise<string> {
  const { id, defaultShipping: shipping, defaultBilling: billing } = address;
  const write = action === 'address.add' ? insertAddress : updateAddress;
  const [, [saved]] = await tx.run(
    takeDefaults({ id, shipping, billing, now: context.now }),
    write({ ...address, now: context.now }),
    audit(who, id, action, context),
  );
  return saved!.body;
}

function judged(input: Judged, customerType: 'private' | 'business', who: Who, context: Context): Judged {
  const { rules, market, defaultMarket } = context;
  const policy = rules.markets[market ?? who.market ?? defaultMarket] ?? rules.markets[defaultMarket]!;
  const fields = missingFields(policy.required[customerType], input).map((name) =>
    told(name, 'is needed in this market'),
  );
  const { country, phone } = input;
  if (input.defaultShipping && country && policy.countries && !policy.countries.includes(country))
    fields.push(told('country', `is not delivered to; only ${policy.countries.join(', ')}`));
  const number = phone === null ? null : phoneNumber(phone, country);
  if (phone !== null && number === null) fields.push(told('phone', 'is no phone number'));
  if (fields.length > 0) throw refuse(httpErrors.validationFailed, { fields });
  return { ...input, phone: number };
}

const told = (field: string, hint: string) => ({ in: 'body', field, problem: 'invalid', hint });

function audit(who: Who, targetId: string, action: string, { now, origin }: Pick<Context, 'now' | 'origin'>) {
  const actor = { actorId: who.shopperId, actorRole: who.role };
  return recordAudit({ ...origin, ...actor, at: now, action, targetKind: 'address', targetId });
}

async function missing(shop: Database, caller: Identity<Who>, id: string): Promise<Error> {
  const { rows } = await shop.as(caller).read(addressExists(id));
  return refuse(rows[0][0]!.known ? httpErrors.forbidden : accountErrors.addressNotFound);
}
