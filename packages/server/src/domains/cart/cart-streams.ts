import { AppError, refuse } from '../../platform/errors.ts';
import type { EventBus } from '../../platform/events/bus.ts';
import { httpErrors, retryLater } from '../../platform/http/errors.ts';
import { cartErrors } from './errors.ts';

/** Where a stream's text goes. */
export interface Sink {
  write(text: string): void;
  end(): void;
}

/** Asks the database who listens and how far his cart is; throws the refusal where he may not any more. */
export type Check = () => Promise<{ shopperId: string; version: bigint }>;

export interface StreamOptions {
  bus: EventBus;
  /** Streams of one shopper at a time. */
  max?: number;
  /** Streams in all: each asks the database again and again. */
  maxInAll?: number;
  checkEveryMs?: number;
  retryMs?: number;
}

/** The open live streams of carts (CART-8). No event goes out before the database has said again who listens. */
export class CartStreams {
  readonly #bus: EventBus;
  readonly #max: number;
  readonly #maxInAll: number;
  readonly #checkEveryMs: number;
  readonly #retryMs: number;
  readonly #open = new Map<string, Set<CartStream>>();
  #count = 0;

  constructor({ bus, max = 10, maxInAll = 5_000, checkEveryMs = 15_000, retryMs = 2_000 }: StreamOptions) {
    this.#bus = bus;
    this.#max = max;
    this.#maxInAll = maxInAll;
    this.#checkEveryMs = checkEveryMs;
    this.#retryMs = retryMs;
  }

  /** Refuses one stream too many before anything is sent; else returns the stream, still silent. */
  reserve(shopperId: string, check: Check): CartStream {
    const streams = this.#open.get(shopperId) ?? new Set();
    if (streams.size >= this.#max) throw refuse(cartErrors.tooManyStreams, { max: this.#max });
    if (this.#count >= this.#maxInAll) throw retryLater(httpErrors.overloaded, 30);
    this.#count++;
    const stream = new CartStream({
      shopperId,
      check,
      bus: this.#bus,
      checkEveryMs: this.#checkEveryMs,
      retryMs: this.#retryMs,
      onClosed: () => {
        this.#count--;
        streams.delete(stream);
        if (streams.size === 0 && this.#open.get(shopperId) === streams) this.#open.delete(shopperId);
      },
    });
    this.#open.set(shopperId, streams.add(stream));
    return stream;
  }

  get count(): number {
    return this.#count;
  }

  /** Ends every stream, so that the server can stop; clients come back to another. */
  closeAll(): void {
    for (const streams of [...this.#open.values()]) for (const stream of [...streams]) stream.close();
  }
}

interface CartStreamOptions {
  shopperId: string;
  check: Check;
  bus: EventBus;
  checkEveryMs: number;
  retryMs: number;
  onClosed: () => void;
}

/** One listener's stream: the version at once and after every change, a sign of life between, `end` when the session ends. */
export class CartStream {
  readonly #options: CartStreamOptions;
  readonly #unsubscribe: (() => void)[] = [];
  #sink: Sink | null = null;
  #timer: NodeJS.Timeout | null = null;
  #sent: bigint | null = null;
  #checking = false;
  #again = false;
  #closed = false;

  constructor(options: CartStreamOptions) {
    this.#options = options;
  }

  start(sink: Sink): void {
    if (this.#closed) return sink.end();
    const { bus, shopperId, checkEveryMs, retryMs } = this.#options;
    this.#sink = sink;
    sink.write(`retry: ${retryMs}\n\n`);
    const recheck = () => void this.#recheck();
    this.#unsubscribe.push(
      bus.subscribe(`cart:${shopperId}`, recheck),
      bus.subscribe(`session:${shopperId}`, recheck),
    );
    this.#timer = setInterval(() => {
      this.#sink?.write(': alive\n\n');
      recheck();
    }, checkEveryMs);
    this.#timer.unref();
    // Asked after subscribing: a change in between is in the answer.
    recheck();
  }

  close(): void {
    if (this.#closed) return;
    this.#closed = true;
    if (this.#timer) clearInterval(this.#timer);
    for (const unsubscribe of this.#unsubscribe) unsubscribe();
    this.#sink?.end();
    this.#options.onClosed();
  }

  // Events that come while one is being looked into are looked into once, together.
  async #recheck(): Promise<void> {
    this.#again = true;
    if (this.#checking) return;
    this.#checking = true;
    while (this.#again && !this.#closed) {
      this.#again = false;
      await this.#tell();
    }
    this.#checking = false;
  }

  async #tell(): Promise<void> {
    try {
      const { version } = await this.#options.check();
      if (this.#closed || version === this.#sent) return;
      this.#sent = version;
      this.#sink?.write(`event: cart\nid: ${version}\ndata: {"version":${version}}\n\n`);
    } catch (error) {
      const reason = endReason(error);
      // A database out of reach ends nothing; the next check will tell.
      if (reason === null || this.#closed) return;
      this.#sink?.write(`event: end\ndata: ${JSON.stringify({ reason })}\n\n`);
      this.close();
    }
  }
}

function endReason(error: unknown): string | null {
  if (error instanceof AppError) return error.kind.status < 500 ? error.kind.reason : null;
  return (error as { code?: string }).code === 'CW001' ? (error as Error).message : null;
}
