import { createHash } from 'node:crypto';

/** A finished answer: its bytes, a strong validator of them, and their compressed form once somebody wanted it. */
export interface Answer {
  readonly body: Buffer;
  /** SHA-1 of the body in hexadecimal, without quotes. */
  readonly etag: string;
  zipped: Buffer | null;
}

export interface AnswerCacheOptions {
  /** Bodies and keys together; the least recently used go first. */
  maxBytes: number;
  /** Longest life of an answer that nothing has invalidated. */
  ttlMs: number;
  /** How long an answer may be given without asking whether its source has changed. */
  checkEveryMs: number;
  /** Reads a text that differs after every change of what the answers are made of. */
  readVersion: () => Promise<string>;
  /** Milliseconds from any origin, never going back. */
  clock?: () => number;
}

interface Kept {
  answer: Answer;
  bytes: number;
  until: number;
}

const OVERHEAD_BYTES = 256;

/** Makes the answer for a body that will not be kept. */
export function answerOf(json: string): Answer {
  const body = Buffer.from(json, 'utf8');
  return { body, etag: createHash('sha1').update(body).digest('hex'), zipped: null };
}

/**
 * Answers kept in this process as bytes, so that giving one again costs no query and no JSON. Never older than
 * `checkEveryMs` after a change in the database, whoever made it; `doubt()` makes that at once.
 */
export class AnswerCache {
  readonly #options: Required<AnswerCacheOptions>;
  readonly #kept = new Map<string, Kept>();
  #underWay = new Map<string, Promise<Answer>>();
  #bytes = 0;
  #version: string | null = null;
  #generation = 0;
  #doubts = 0;
  #checkAt = Number.NEGATIVE_INFINITY;
  #checking: Promise<void> | null = null;

  constructor(options: AnswerCacheOptions) {
    this.#options = { clock: () => performance.now(), ...options };
  }

  get bytes(): number {
    return this.#bytes;
  }

  /** The kept answer, or the one `write` makes now; callers that ask for the same key meanwhile share its work. */
  async answer(key: string, write: () => Promise<string>): Promise<Answer> {
    if (this.#options.clock() >= this.#checkAt) await this.#check();
    const kept = this.#kept.get(key);
    if (kept && kept.until > this.#options.clock()) {
      // Reinsertion makes it the most recently used: a Map keeps the order of insertion.
      this.#kept.delete(key);
      this.#kept.set(key, kept);
      return kept.answer;
    }
    return this.#underWay.get(key) ?? this.#write(key, write);
  }

  /** Something may have changed: the next answer asks first. */
  doubt(): void {
    this.#doubts++;
    this.#checkAt = Number.NEGATIVE_INFINITY;
  }

  async #check(): Promise<void> {
    const doubts = this.#doubts;
    this.#checking ??= this.#compareVersion().finally(() => (this.#checking = null));
    await this.#checking;
    // A check that was under way when the doubt came may have looked too early.
    if (doubts !== this.#doubts) await this.#check();
  }

  async #compareVersion(): Promise<void> {
    const doubts = this.#doubts;
    try {
      const version = await this.#options.readVersion();
      if (version !== this.#version) this.#forgetAll();
      this.#version = version;
    } catch {
      // While the database does not answer, what is kept is still the best there is, for as long as it lives.
    }
    if (doubts === this.#doubts) this.#checkAt = this.#options.clock() + this.#options.checkEveryMs;
  }

  async #write(key: string, write: () => Promise<string>): Promise<Answer> {
    const generation = this.#generation;
    const underWay = this.#underWay;
    const writing = write().then(answerOf);
    underWay.set(key, writing);
    try {
      const answer = await writing;
      // What was read before a change must not be kept after it.
      if (generation === this.#generation) this.#keep(key, answer);
      return answer;
    } finally {
      underWay.delete(key);
    }
  }

  #keep(key: string, answer: Answer): void {
    // The compressed form may come later; it is counted from the start, at most as large as the body.
    const bytes = 2 * answer.body.length + 2 * key.length + OVERHEAD_BYTES;
    if (bytes > this.#options.maxBytes / 4) return;
    this.#drop(key);
    this.#kept.set(key, { answer, bytes, until: this.#options.clock() + this.#options.ttlMs });
    this.#bytes += bytes;
    for (const oldest of this.#kept.keys()) {
      if (this.#bytes <= this.#options.maxBytes) break;
      this.#drop(oldest);
    }
  }

  #drop(key: string): void {
    const kept = this.#kept.get(key);
    if (!kept) return;
    this.#kept.delete(key);
    this.#bytes -= kept.bytes;
  }

  #forgetAll(): void {
    this.#generation++;
    this.#kept.clear();
    this.#underWay = new Map();
    this.#bytes = 0;
  }
}
