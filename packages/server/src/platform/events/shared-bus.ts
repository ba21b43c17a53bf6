import { randomUUID } from 'node:crypto';
import { LocalBus, type EventBus } from './bus.ts';

type Event = [topic: string, payload: string];

/** How events travel between instances: text out, text in. */
export interface Carrier {
  send(message: string): Promise<void>;
  /** Most bytes of one message. */
  readonly maxBytes: number;
  close(): Promise<void>;
}

const FLUSH_MS = 20;
const TELL_EVERY_MS = 10_000;

/**
 * Events for this instance at once and for the others within some 20 ms, many in one message: under load the database
 * or Redis is told a few dozen times a second, not once per change.
 */
export class SharedBus implements EventBus {
  readonly #local = new LocalBus();
  readonly #instance = randomUUID();
  readonly #onLost: (error: unknown) => void;
  #waiting: Event[] = [];
  #toldAt = -Infinity;
  #timer: NodeJS.Timeout | null = null;
  #carrier: Carrier | null = null;

  constructor(onLost: (error: unknown) => void) {
    this.#onLost = onLost;
  }

  carryOver(carrier: Carrier): void {
    this.#carrier = carrier;
  }

  publish(topic: string, payload: string): void {
    this.#local.publish(topic, payload);
    if (!this.#carrier) return;
    this.#waiting.push([topic, payload]);
    this.#timer ??= setTimeout(() => void this.#flush(), FLUSH_MS);
  }

  subscribe(topic: string, listener: (payload: string) => void): () => void {
    return this.#local.subscribe(topic, listener);
  }

  /** A message from some instance; one's own were delivered when they were published. */
  receive(message: string): void {
    try {
      const { from, events } = JSON.parse(message) as { from: string; events: Event[] };
      if (from === this.#instance) return;
      for (const [topic, payload] of events) this.#local.publish(topic, payload);
    } catch (error) {
      // Whatever else speaks on the channel must not end the server.
      this.#tellLost(error);
    }
  }

  async close(): Promise<void> {
    if (this.#timer) clearTimeout(this.#timer);
    await this.#flush();
    await this.#carrier?.close();
  }

  async #flush(): Promise<void> {
    this.#timer = null;
    const events = this.#waiting;
    this.#waiting = [];
    for (const message of this.#pack(events))
      await this.#carrier!.send(message).catch((error: unknown) => this.#tellLost(error));
  }

  // An outage loses an event every few milliseconds; one line in a while says so.
  #tellLost(error: unknown): void {
    const now = performance.now();
    if (now - this.#toldAt < TELL_EVERY_MS) return;
    this.#toldAt = now;
    this.#onLost(error);
  }

  #pack(events: Event[]): string[] {
    if (events.length === 0) return [];
    const message = JSON.stringify({ from: this.#instance, events });
    if (Buffer.byteLength(message) <= this.#carrier!.maxBytes || events.length === 1) return [message];
    const half = Math.ceil(events.length / 2);
    return [...this.#pack(events.slice(0, half)), ...this.#pack(events.slice(half))];
  }
}
