import type { CustomerType } from './checkout-policy.ts';
import type { Address } from './contact.ts';

/** What a buyer says of his order: everything he decides, and nothing of prices or of who he is. */
export interface OrderInput {
  email: string | null;
  phone: string | null;
  customerType: CustomerType;
  company: string | null;
  vatNumber: string | null;
  shippingAddress: Address | null;
  billingAddress: Address | null;
  shippingMethod: string | null;
  note: string;
}
