import { NetworkError } from './errors.ts';
import { reasonOf } from './surroundings.ts';

/** As much of `fetch` as is used; every runtime's own fits. */
export type Fetch = (url: string, init: FetchInit) => Promise<FetchAnswer>;

export interface FetchInit {
  method: string;
  headers: Record<string, string>;
  body?: string;
  signal: AbortSignal;
  credentials: 'include' | 'omit';
  keepalive: boolean;
  cache: 'no-store' | 'default';
}

export interface FetchAnswer {
  readonly status: number;
  readonly headers: { get(name: string): string | null };
  readonly body?: unknown;
  text(): Promise<string>;
  arrayBuffer(): Promise<ArrayBuffer>;
}

export interface Received {
  status: number;
  headers: { get(name: string): string | null };
  data: unknown;
}

/** One try: sends, reads the whole answer, and gives up in time. Rejects with NetworkError or the signal's reason alone. */
export async function exchange(
  fetch: Fetch,
  url: string,
  init: Omit<FetchInit, 'signal'>,
  { signal, timeoutMs }: { signal?: AbortSignal | undefined; timeoutMs: number },
): Promise<Received> {
  if (signal?.aborted) throw reasonOf(signal);
  const ending = new AbortController();
  let timedOut = false;
  const timer = setTimeout(() => {
    timedOut = true;
    ending.abort();
  }, timeoutMs);
  const abort = () => ending.abort();
  signal?.addEventListener('abort', abort);
  try {
    const answer = await fetch(url, { ...init, signal: ending.signal });
    return { status: answer.status, headers: answer.headers, data: await read(answer) };
  } catch (error) {
    if (signal?.aborted) throw reasonOf(signal);
    throw new NetworkError(timedOut, error);
  } finally {
    clearTimeout(timer);
    signal?.removeEventListener('abort', abort);
  }
}

// What claims to be JSON and is not leaves `undefined`, which no route answers with.
async function read(answer: FetchAnswer): Promise<unknown> {
  const type = answer.headers.get('content-type') ?? '';
  if (!/json|^text\/|^$/.test(type)) return answer.arrayBuffer();
  const text = await answer.text();
  if (!type.includes('json')) return text;
  try {
    return JSON.parse(text) as unknown;
  } catch {
    return undefined;
  }
}
