import type { Store } from '../../store.ts';
import type { LaterRecords } from './later-records.ts';
import type { Origin } from './queries.ts';
import { countSuspicion } from './queries-suspicions.ts';

/** What is suspicious only when it repeats, with the number of times that makes an event. */
const RULES = {
  probing: 'probes',
  csrf_failed: 'csrfFailures',
  card_testing: 'paymentFailures',
  price_tampering: 'priceMismatches',
} as const;

export interface Suspicion {
  kind: keyof typeof RULES;
  /** Who is counted: `shopper:…` or `address:…`. */
  subject: string;
  /** Whom it concerns, where that is known. */
  subjectId: string | null;
  evidence: Record<string, unknown>;
  origin: Origin;
  /** True where once is enough. */
  blatant?: boolean;
}

/** Counts what is suspicious over all instances, one event for each subject and window (AUTH-12). Delays no request. */
export class Suspicions {
  readonly #later: LaterRecords;
  readonly #rules: Store['security'];
  readonly #now: () => Date;

  constructor(options: { later: LaterRecords; rules: Store['security']; now: () => Date }) {
    this.#later = options.later;
    this.#rules = options.rules;
    this.#now = options.now;
  }

  async raise({ kind, subject, subjectId, evidence, origin, blatant = false }: Suspicion): Promise<void> {
    const at = this.#now();
    const threshold = this.#rules[RULES[kind]];
    const counted = countSuspicion({
      ...origin,
      at,
      kind,
      subject,
      subjectId,
      evidence,
      threshold,
      weight: blatant ? threshold : 1,
      windowEndsAt: new Date(at.getTime() + this.#rules.windowMinutes * 60_000),
    });
    await this.#later.write({ action: kind, requestId: origin.requestId }, counted);
  }
}
