import type { accountErrors } from '../domains/account/errors.ts';
import type { cartErrors } from '../domains/cart/errors.ts';
import type { catalogErrors } from '../domains/catalog/errors.ts';
import type { checkoutErrors } from '../domains/checkout/errors.ts';
import type { identityErrors } from '../domains/identity/errors.ts';
import type { inventoryErrors } from '../domains/inventory/errors.ts';
import type { orderErrors } from '../domains/orders/errors.ts';
import type { paymentErrors } from '../domains/payments/errors.ts';
import type { wishlistErrors } from '../domains/wishlist/errors.ts';
import type { marketErrors } from '../market.ts';
import type { httpErrors } from '../platform/http/errors.ts';

type ReasonsOf<Kinds extends Record<string, { reason: string }>> = Kinds[keyof Kinds]['reason'];

/** Every reason there is: a language without a sentence for one of them does not compile (API-4). */
export type Reason =
  | ReasonsOf<typeof httpErrors>
  | ReasonsOf<typeof marketErrors>
  | ReasonsOf<typeof identityErrors>
  | ReasonsOf<typeof catalogErrors>
  | ReasonsOf<typeof inventoryErrors>
  | ReasonsOf<typeof wishlistErrors>
  | ReasonsOf<typeof cartErrors>
  | ReasonsOf<typeof paymentErrors>
  | ReasonsOf<typeof orderErrors>
  | ReasonsOf<typeof checkoutErrors>
  | ReasonsOf<typeof accountErrors>;

/** One sentence per reason; `{name}` stands for that number or word of the error's details. */
export type Messages = { readonly [Name in Reason]: string };
