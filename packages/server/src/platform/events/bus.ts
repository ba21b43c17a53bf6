/** Live events between the requests of one or several instances. Delivered at most once: a listener that missed one reads anew. */
export interface EventBus {
  publish(topic: string, payload: string): void;
  /** Calls back for each event of the topic until the returned function is called. */
  subscribe(topic: string, listener: (payload: string) => void): () => void;
}

/** Events within this process; what the shared buses deliver through. */
export class LocalBus implements EventBus {
  readonly #listeners = new Map<string, Set<(payload: string) => void>>();

  publish(topic: string, payload: string): void {
    for (const listener of [...(this.#listeners.get(topic) ?? [])]) listener(payload);
  }

  subscribe(topic: string, listener: (payload: string) => void): () => void {
    const listeners = this.#listeners.get(topic) ?? new Set();
    this.#listeners.set(topic, listeners.add(listener));
    return () => {
      listeners.delete(listener);
      if (listeners.size === 0 && this.#listeners.get(topic) === listeners) this.#listeners.delete(topic);
    };
  }
}
