import type { Caller } from './caller.ts';
import { CartwrightError, refusalOf } from './errors.ts';
import type { FetchAnswer } from './exchange.ts';
import { pause, reasonOf } from './surroundings.ts';

/** One server-sent event; `data` is its JSON. */
export interface LiveEvent {
  type: string;
  data: unknown;
}

export interface FollowOptions {
  onEvent: (event: LiveEvent) => void;
  /** Told when the stream is up, and when it is lost. */
  onConnected?: (connected: boolean) => void;
  signal: AbortSignal;
  /** Whose stream; who is signed in now where not given. */
  owner?: string | null;
  /** Without any sign of life for so long the connection is taken for dead; 40,000 where not given. */
  silentMs?: number;
}

interface Reader {
  read(): Promise<{ done: boolean; value?: Uint8Array }>;
  cancel(): Promise<void>;
}

const RETRY_MS = 2_000;
const LONGEST_RETRY_MS = 30_000;

/**
 * Follows a stream until the signal ends it or nobody is there to follow it any more. It uses `fetch`, because EventSource
 * can neither say whose stream is meant nor send a token. Rejects only where the runtime cannot read streams.
 */
export async function follow(caller: Caller, path: string, options: FollowOptions): Promise<void> {
  const owner = options.owner === undefined ? caller.state.current.ownerId : options.owner;
  for (let failures = 0; !options.signal.aborted; failures++) {
    try {
      const events = await open(caller, path, owner, options.signal);
      failures = 0;
      options.onConnected?.(true);
      await deliver(events, options);
    } catch (error) {
      if (error instanceof TypeError && error.message === NO_STREAMS) throw error;
      if (options.signal.aborted) return;
      if (error instanceof CartwrightError && [401, 412].includes(error.code)) {
        // The next ordinary call would find out as well; whoever follows a stream may make none for hours.
        await caller.check(error).catch(() => {});
        if (caller.state.current.ownerId !== owner) return;
      }
    }
    options.onConnected?.(false);
    const wait = Math.min(RETRY_MS * 2 ** failures, LONGEST_RETRY_MS) * (0.75 + Math.random() / 2);
    await pause(wait, options.signal).catch(() => {});
  }
}

const NO_STREAMS = 'this runtime cannot read streams';

async function open(
  caller: Caller,
  path: string,
  owner: string | null,
  signal: AbortSignal,
): Promise<Reader> {
  const headers: Record<string, string> = { accept: 'text/event-stream' };
  if (owner) headers['x-owner'] = owner;
  const answer = await caller.open(path, headers, signal);
  if (answer.status !== 200) throw refusalOf(answer.status, await json(answer), answer.headers);
  const body = answer.body as { getReader?: () => Reader } | null | undefined;
  if (!body?.getReader) throw new TypeError(NO_STREAMS);
  return body.getReader();
}

async function json(answer: FetchAnswer): Promise<unknown> {
  return answer
    .text()
    .then(
      (text) => JSON.parse(text) as unknown,
      () => null,
    )
    .catch(() => null);
}

async function deliver(reader: Reader, { onEvent, signal, silentMs = 40_000 }: FollowOptions): Promise<void> {
  const decoder = new TextDecoder();
  let text = '';
  const stop = () => void reader.cancel().catch(() => {});
  signal.addEventListener('abort', stop);
  try {
    for (;;) {
      const silence = setTimeout(stop, silentMs);
      const { done, value } = await reader.read().finally(() => clearTimeout(silence));
      if (signal.aborted) throw reasonOf(signal);
      if (done) return;
      text += decoder.decode(value, { stream: true });
      const blocks = text.split('\n\n');
      text = blocks.pop()!;
      for (const block of blocks) {
        const event = parse(block);
        if (event) onEvent(event);
      }
    }
  } finally {
    signal.removeEventListener('abort', stop);
  }
}

function parse(block: string): LiveEvent | null {
  const field = (name: string) => new RegExp(`^${name}: ?(.*)$`, 'm').exec(block)?.[1];
  const data = field('data');
  if (data === undefined) return null;
  try {
    return { type: field('event') ?? 'message', data: JSON.parse(data) as unknown };
  } catch {
    return null;
  }
}
