import type { Ledger } from './ledger/ledger.ts';
import type { Attempt, DialectName, Intent, OutgoingEvent, Refund } from './ledger/rows.ts';

/** Something that has happened; each dialect tells it in its own events. */
export type Fact =
  | {
      about: 'intent';
      what: 'created' | 'requires_action' | 'processing' | 'authorized' | 'succeeded' | 'failed' | 'canceled';
      intent: Intent;
      attempt: Attempt | null;
    }
  | { about: 'refund'; what: 'created' | 'succeeded' | 'failed'; intent: Intent; refund: Refund };

/** The events of a dialect for a fact; their ids go into the body where the dialect has them there. */
export type Describe = (world: World, fact: Fact) => { id: string; type: string; body: unknown }[];

export interface Keys {
  sandbox: string;
  stripe: string;
  razorpayId: string;
  razorpaySecret: string;
}

/** What every operation works with. */
export interface World {
  readonly ledger: Ledger;
  readonly keys: Keys;
  readonly now: () => Date;
  /** Where people reach the gateway; known once it listens. */
  baseUrl: string;
  readonly settleAfterMs: number;
  /** Whether Razorpay orders are captured without being asked to. */
  readonly razorpayAutoCapture: boolean;
  readonly describe: Record<DialectName, Describe>;
  /** Told of each new event, to send it. */
  readonly send: (event: OutgoingEvent) => void;
}
