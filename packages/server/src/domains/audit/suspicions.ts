import type { Statement } from '../../platform/db/sql.ts';
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
  /** Who is counted: `shopper:…`, `address:…`, each for itself. */
  subjects: readonly string[];
  /** Whom it concerns, where that is known. */
  subjectId: string | null;
  evidence: Record<string, unknown>;
  origin: Origin;
  /** True where once is enough. */
  blatant?: boolean;
}

/** Counts one more over all instances; the one that fills a window, and only that, leaves the event (AUTH-12). */
export function suspect(
  suspicion: Suspicion,
  { rules, now }: { rules: Store['security']; now: Date },
): Statement {
  const { kind, origin, blatant = false, ...about } = suspicion;
  const threshold = rules[RULES[kind]];
  return countSuspicion({
    ...origin,
    ...about,
    at: now,
    kind,
    threshold,
    weight: blatant ? threshold : 1,
    windowEndsAt: new Date(now.getTime() + rules.windowMinutes * 60_000),
  });
}

/** Counts what requests are refused or noticed for, without delaying them. */
export class Suspicions {
  readonly #later: LaterRecords;
  readonly #rules: Store['security'];
  readonly #now: () => Date;

  constructor(options: { later: LaterRecords; rules: Store['security']; now: () => Date }) {
    this.#later = options.later;
    this.#rules = options.rules;
    this.#now = options.now;
  }

  async raise(suspicion: Suspicion): Promise<void> {
    const { kind, origin } = suspicion;
    const counted = suspect(suspicion, { rules: this.#rules, now: this.#now() });
    await this.#later.write({ action: kind, requestId: origin.requestId }, counted);
  }
}
