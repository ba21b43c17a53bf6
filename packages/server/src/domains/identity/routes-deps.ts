import type { FastifyRequest } from 'fastify';
import type { LaterRecords, Origin } from '../audit/public.ts';
import type { Database, Identity } from '../../platform/db/database.ts';
import type { EventBus } from '../../platform/events/bus.ts';
import type { CookieJar } from '../../platform/http/cookies.ts';
import type { Who } from '../../platform/http/route.ts';
import type { SecretBox } from '../../platform/secret-box.ts';
import type { Store } from '../../store.ts';
import type { AccessTokens } from './access-tokens.ts';

/** What the routes of sign-in stand on. */
export interface IdentityDeps {
  shop: Database;
  system: Database;
  later: LaterRecords;
  store: Store;
  tokens: AccessTokens;
  jar: CookieJar;
  bus: EventBus;
  now: () => Date;
  /** The first derives successors; all are known, for those of before a change of keys. */
  successorSecrets: readonly string[];
  guardSecret: string;
  box: SecretBox;
  /** Where links in mails lead. */
  publicUrl: string;
  /** Keys the hashes of budgets. */
  codeSecret: string;
  localeOf: (request: FastifyRequest) => Promise<string>;
  /** Called after sign-in with the guest's token; what it reports goes into the answer. It never throws. */
  mergeGuest: (input: {
    guestToken: string;
    userId: string;
    market: string | null;
    origin: Origin;
  }) => Promise<unknown>;
  /** Called after sign-in: orders placed as a guest with the user's verified email become his (CHK-5). */
  claimOrders: (userId: string) => Promise<unknown>;
  /** Called at logout when the store's policy is to clear the cart. */
  clearCart: (caller: Identity<Who>, origin: Origin) => Promise<void>;
}
