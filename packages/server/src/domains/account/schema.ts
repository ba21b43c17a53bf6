import { z } from 'zod';
import { id, plainText } from '../../platform/http/input.ts';
import { addressChanges, addressFields, text } from '../checkout/public.ts';

export const marketHeaders = z.looseObject({
  'x-market': z.string().max(32).optional().describe('market code such as `us`; your own where left out'),
});

const label = plainText(100).describe('what you call it, such as `home`');

export const addressInput = z.strictObject({
  ...addressFields,
  label: label.default(''),
  phone: text(32).describe('with its country code, or of the country of the address'),
  defaultShipping: z.boolean().optional().describe('the first is, where left out'),
  defaultBilling: z.boolean().optional().describe('the first is, where left out'),
});
export const addressChange = z
  .strictObject({ ...addressChanges, label, defaultShipping: z.boolean(), defaultBilling: z.boolean() })
  .partial();
export const addressParams = z.strictObject({ id });

const nullable = z.string().nullable();
const address = z.object({
  id,
  label: z.string(),
  name: nullable,
  line1: nullable,
  line2: nullable,
  city: nullable,
  region: nullable,
  postalCode: nullable,
  country: z.string(),
  phone: nullable,
  defaultShipping: z.boolean(),
  defaultBilling: z.boolean(),
  createdAt: z.string(),
  updatedAt: z.string(),
});
export const addressAnswer = z.object({ address });
export const addressesAnswer = z.object({ addresses: z.array(address) });

export const exportAnswer = z.object({
  export: z
    .object({ exportedAt: z.string() })
    .catchall(z.array(z.record(z.string(), z.unknown())))
    .or(z.record(z.string(), z.unknown()))
    .describe('rows by table; amounts whose names end in `Minor` are in the smallest unit of their currency'),
});

export const deleteInput = z
  .strictObject({
    password: z.string().min(1).max(512).optional().describe('where the account has one'),
  })
  .nullish();
export const deletedAnswer = z.object({ deleted: z.literal(true), clearLocalStorage: z.literal(true) });
