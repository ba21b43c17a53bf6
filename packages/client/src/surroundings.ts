interface Channel {
  onmessage: ((event: { data: unknown }) => void) | null;
  postMessage(message: unknown): void;
  close(): void;
}

/** What a runtime may offer; none of it is needed. */
interface Surroundings {
  document?: { readonly visibilityState: string };
  navigator?: {
    locks?: { request<Result>(name: string, work: () => Promise<Result>): Promise<Result> };
  };
  BroadcastChannel?: new (name: string) => Channel;
  crypto?: { randomUUID?: () => string };
  addEventListener?: (type: string, listener: (event: { persisted?: boolean }) => void) => void;
  removeEventListener?: (type: string, listener: (event: { persisted?: boolean }) => void) => void;
}

// Compiled without the DOM's types: of what a browser has, nothing else is used, and each part may be missing.
export const around = globalThis as unknown as Surroundings;

/** Runs the work while no other tab runs work of this name; without Web Locks, or where they are denied, it simply runs. */
export function alone<Result>(name: string, work: () => Promise<Result>): Promise<Result> {
  const locks = around.navigator?.locks;
  if (!locks) return work();
  let done: Promise<Result> | undefined;
  // A browser that blocks cookies refuses its locks as well.
  return locks.request(name, () => (done = work())).catch(() => done ?? work());
}

/** A key for one logical call. It need not be secret, only new. */
export function newKey(): string {
  const random = () => Math.random().toString(36).slice(2, 13);
  return around.crypto?.randomUUID?.() ?? `${Date.now().toString(36)}-${random()}-${random()}`;
}

export function pause(ms: number, signal?: AbortSignal): Promise<void> {
  return new Promise((resolve, reject) => {
    const done = () => {
      clearTimeout(timer);
      signal?.removeEventListener('abort', done);
      if (signal?.aborted) reject(reasonOf(signal));
      else resolve();
    };
    const timer = setTimeout(done, ms);
    signal?.addEventListener('abort', done);
    if (signal?.aborted) done();
  });
}

export function reasonOf(signal: AbortSignal): Error {
  return (signal.reason as Error | undefined) ?? new Error('aborted');
}
