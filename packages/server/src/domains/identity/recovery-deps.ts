import type { LaterRecords } from '../audit/public.ts';
import type { Database } from '../../platform/db/database.ts';
import type { Store } from '../../store.ts';

/** What operations about links, codes and passwords stand on. */
export interface RecoveryDeps {
  system: Database;
  later: LaterRecords;
  store: Store;
  /** Where links in mails lead. */
  publicUrl: string;
  /** Keys the hashes of numbers, codes and budgets. */
  codeSecret: string;
  /** Keys the counts of wrong passwords. */
  guardSecret: string;
  now: () => Date;
}
