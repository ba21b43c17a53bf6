import type { Ledger } from '../ledger/ledger.ts';
import type { DialectName, OutgoingEvent } from '../ledger/rows.ts';
import { signatureHeaders } from './sign.ts';

export interface Target {
  url: string | null;
  secret: string;
}

export interface Manner {
  delayMs: number;
  /** How many more copies of each are sent. */
  duplicate: number;
  /** Sent in a random order, or the last first. */
  shuffle: boolean | 'reverse';
  /** Nothing is sent but by `flush` and `resend`. */
  paused: boolean;
}

interface Job {
  event: OutgoingEvent;
  /** In milliseconds of the real clock. */
  dueAt: number;
  tries: number;
}

interface Options {
  ledger: Ledger;
  targets: Record<DialectName, Target>;
  now: () => Date;
  /** The waits after the first, second … failed try; after the last of them it is given up. */
  retryGapsMs: readonly number[];
  timeoutMs: number;
}

export const PLAIN: Manner = { delayMs: 0, duplicate: 0, shuffle: false, paused: false };

const AT_ONCE = 8;
const SHUFFLED_WITHIN_MS = 500;
const LONGEST_WAIT_MS = 60_000;

/**
 * Sends webhooks until they are answered 2xx: those of one intent one after the other, those of different intents side by
 * side. What was not delivered when the process ended goes on after its restart.
 */
export class WebhookSender {
  manner: Manner = PLAIN;
  readonly targets: Record<DialectName, Target>;
  readonly #options: Options;
  readonly #waiting = new Map<string, Job>();
  readonly #busy = new Map<string, Promise<unknown>>();
  #timer: NodeJS.Timeout | null = null;
  readonly #closing = new AbortController();

  constructor(options: Options) {
    this.#options = options;
    this.targets = options.targets;
  }

  /** Takes up again what waited when the last process ended. */
  resume(): void {
    const { ledger } = this.#options;
    for (const { id, tries, status } of ledger.all('deliveries')) {
      if (status === 'waiting') this.#waiting.set(id, { event: ledger.get('events', id)!, dueAt: 0, tries });
    }
    this.#wake();
  }

  send = (event: OutgoingEvent): void => {
    const { delayMs, shuffle } = this.manner;
    const spread = shuffle ? Math.random() * SHUFFLED_WITHIN_MS : 0;
    this.#waiting.set(event.id, { event, dueAt: Date.now() + delayMs + spread, tries: 0 });
    this.#wake();
  };

  setManner(manner: Manner): void {
    this.manner = manner;
    this.#wake();
  }

  /** Tries everything that waits once, now and in the order of the manner; resolves when all have been tried. */
  async flush(): Promise<{ delivered: number; failed: number }> {
    await Promise.allSettled(this.#busy.values());
    const jobs = ordered([...this.#waiting.values()], this.manner.shuffle);
    let delivered = 0;
    for (const job of jobs) if (await this.#start(job)) delivered++;
    return { delivered, failed: jobs.length - delivered };
  }

  /** Sends one event once more, whatever became of it before; tells the status it was answered, null for none. */
  async resend(event: OutgoingEvent): Promise<number | null> {
    await this.#options.ledger.durable();
    return this.#post(event);
  }

  async close(): Promise<void> {
    this.#closing.abort();
    if (this.#timer) clearTimeout(this.#timer);
    await Promise.allSettled(this.#busy.values());
  }

  // In the next turn at the earliest, when the change that announced the event is complete.
  #wake(inMs = 0): void {
    if (this.#timer) clearTimeout(this.#timer);
    this.#timer = null;
    if (this.#closing.signal.aborted || this.manner.paused || this.#waiting.size === 0) return;
    this.#timer = setTimeout(() => this.#sendDue(), Math.min(inMs, LONGEST_WAIT_MS));
  }

  // What is due but must wait for others is looked at again when one of them ends.
  #sendDue(): void {
    const now = Date.now();
    let next = Infinity;
    for (const job of this.#waiting.values()) {
      if (job.dueAt > now) next = Math.min(next, job.dueAt - now);
      else if (this.#busy.size < AT_ONCE && (this.manner.shuffle || !this.#busy.has(job.event.intent)))
        void this.#start(job).then(() => this.#wake());
    }
    this.#wake(next);
  }

  /** True when it was delivered. A failed one waits for its next try. */
  async #start(job: Job): Promise<boolean> {
    const { id, intent } = job.event;
    this.#waiting.delete(id);
    const work = this.#deliver(job);
    this.#busy.set(intent, work);
    const delivered = await work.catch(() => false);
    if (this.#busy.get(intent) === work) this.#busy.delete(intent);
    return delivered;
  }

  async #deliver({ event, tries }: Job): Promise<boolean> {
    const { ledger, retryGapsMs } = this.#options;
    await ledger.durable();
    let delivered = false;
    for (let copy = 0; copy <= this.manner.duplicate; copy++) {
      const status = await this.#post(event);
      delivered ||= status !== null && status >= 200 && status < 300;
    }
    const gap = retryGapsMs[tries];
    const again = !delivered && gap !== undefined && this.targets[event.dialect].url !== null;
    const status = delivered ? 'delivered' : again ? 'waiting' : 'given-up';
    ledger.put('deliveries', { id: event.id, tries: tries + 1, status });
    void ledger.durable().catch(() => {});
    if (again) this.#waiting.set(event.id, { event, dueAt: Date.now() + gap, tries: tries + 1 });
    return delivered;
  }

  async #post(event: OutgoingEvent): Promise<number | null> {
    const { url, secret } = this.targets[event.dialect];
    if (url === null) return null;
    const headers = signatureHeaders[event.dialect](event, secret, this.#options.now());
    try {
      const answer = await fetch(url, {
        method: 'POST',
        headers: { 'content-type': 'application/json', ...headers },
        body: event.body,
        redirect: 'manual',
        signal: AbortSignal.any([this.#closing.signal, AbortSignal.timeout(this.#options.timeoutMs)]),
      });
      await answer.body?.cancel();
      return answer.status;
    } catch {
      return null;
    }
  }
}

function ordered(jobs: Job[], shuffle: Manner['shuffle']): Job[] {
  if (shuffle === 'reverse') return jobs.reverse();
  if (!shuffle) return jobs;
  return jobs
    .map((job) => ({ job, place: Math.random() }))
    .sort((a, b) => a.place - b.place)
    .map(({ job }) => job);
}
