/** Requests counted per key in fixed windows, in this process. Holds at most `remembered` keys, whoever floods it. */
export class Counters {
  readonly #windowMs: number;
  readonly #remembered: number;
  // In the order in which windows end: all are equally long, and a new window is put at the end.
  readonly #counts = new Map<string, { current: number; endsAt: number }>();

  constructor({ windowMs, remembered }: { windowMs: number; remembered: number }) {
    this.#windowMs = windowMs;
    this.#remembered = remembered;
  }

  get size(): number {
    return this.#counts.size;
  }

  /** Counts one more request; `ttl` is what is left of its window in milliseconds. */
  add(key: string, now: number): { current: number; ttl: number } {
    let count = this.#counts.get(key);
    if (!count || count.endsAt <= now) {
      this.#counts.delete(key);
      this.#makeRoom(now);
      count = { current: 0, endsAt: now + this.#windowMs };
      this.#counts.set(key, count);
    }
    count.current++;
    return { current: count.current, ttl: count.endsAt - now };
  }

  // The windows that ended come first. Where all still run somebody floods with addresses, and the oldest one goes.
  #makeRoom(now: number): void {
    for (const [key, { endsAt }] of this.#counts) {
      if (endsAt > now && this.#counts.size < this.#remembered) return;
      this.#counts.delete(key);
    }
  }
}
