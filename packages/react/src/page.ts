interface Channel {
  onmessage: ((event: { data: unknown }) => void) | null;
  postMessage(message: unknown): void;
  close(): void;
}

/** What a runtime may offer; a store works without any of it. */
interface Surroundings {
  document?: {
    readonly visibilityState: string;
    addEventListener(type: string, listener: () => void): void;
    removeEventListener(type: string, listener: () => void): void;
  };
  navigator?: {
    readonly onLine?: boolean;
    locks?: {
      request(name: string, options: { signal: AbortSignal }, work: () => Promise<void>): Promise<void>;
    };
  };
  BroadcastChannel?: new (name: string) => Channel;
  addEventListener?: (type: string, listener: () => void) => void;
  removeEventListener?: (type: string, listener: () => void) => void;
}

// Compiled without the DOM's types: of what a browser has, nothing else is used, and each part may be missing.
const around = globalThis as unknown as Surroundings;

/** False only where the browser is sure that there is no network. */
export function isOnline(): boolean {
  return around.navigator?.onLine !== false;
}

/** Calls back when the page is hidden, shown or online again; returns the way to stop. */
export function watchPage(on: { hide(): void; show(): void; online(): void }): () => void {
  const visibility = () => (around.document?.visibilityState === 'hidden' ? on.hide() : on.show());
  const online = () => on.online();
  around.document?.addEventListener('visibilitychange', visibility);
  around.addEventListener?.('online', online);
  return () => {
    around.document?.removeEventListener('visibilitychange', visibility);
    around.removeEventListener?.('online', online);
  };
}

/** A channel to the other tabs of this shop; null where there are none. */
export function openChannel(name: string): Channel | null {
  return around.document && around.BroadcastChannel ? new around.BroadcastChannel(name) : null;
}

/**
 * Runs the work in one tab at a time: it begins when no other tab runs it and lasts until the signal. A browser opens only
 * six connections to a host, and a live stream keeps one. Without Web Locks, or where they are denied, every tab runs it.
 */
export async function inOneTab(name: string, signal: AbortSignal, work: () => Promise<void>): Promise<void> {
  const locks = around.navigator?.locks;
  if (!locks) return work();
  let done: Promise<void> | undefined;
  await locks
    .request(name, { signal }, () => (done = work()))
    .catch((error: unknown) => {
      if (signal.aborted) throw error;
      // A browser that blocks cookies refuses its locks as well.
      return done ?? work();
    });
}
