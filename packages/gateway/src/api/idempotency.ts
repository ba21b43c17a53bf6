import { createHash } from 'node:crypto';
import { GatewayError } from '../errors.ts';
import type { Ledger } from '../ledger/ledger.ts';
import type { KeptAnswer } from '../ledger/rows.ts';
import type { Answer } from './answer.ts';

export interface Key {
  /** The key among those of its dialect. */
  id: string;
  /** What the request asked for; a key stands for one request only. */
  fingerprint: string;
}

/** Idempotency keys: one answer per key for 24 hours, and 409 while the first is being made. */
export class Idempotency {
  readonly #running = new Set<string>();
  readonly #ledger: Ledger;
  readonly #now: () => Date;

  constructor(ledger: Ledger, now: () => Date) {
    this.#ledger = ledger;
    this.#now = now;
  }

  /** The answer kept for this key, or null: then the key is taken until `release`. */
  claim({ id, fingerprint }: Key): Answer | null {
    this.#ledger.dropOldAnswers(this.#now());
    const kept = this.#ledger.get('answers', id);
    if (kept && kept.fingerprint !== fingerprint)
      throw new GatewayError(
        400,
        'idempotency_error',
        'Keys for idempotent requests can only be used with the same parameters they were first used with.',
        { unbegun: true },
      );
    if (kept) return { status: kept.status, body: kept.body };
    if (this.#running.has(id))
      throw new GatewayError(
        409,
        'idempotency_key_in_use',
        'Another request with this idempotency key is being processed.',
        { unbegun: true },
      );
    this.#running.add(id);
    return null;
  }

  release({ id }: Key): void {
    this.#running.delete(id);
  }

  /** Keeps the answer together with what the work has put. */
  keep({ id, fingerprint }: Key, { status, body }: Answer): void {
    const kept: KeptAnswer = { id, fingerprint, status, body, at: this.#now().toISOString() };
    this.#ledger.put('answers', kept);
  }
}

/** What makes two requests the same: method, path and parameters in any order. */
export function fingerprintOf(method: string, path: string, body: unknown): string {
  return createHash('sha256')
    .update(JSON.stringify([method, path, sorted(body)]))
    .digest('base64url');
}

function sorted(value: unknown): unknown {
  if (Array.isArray(value)) return value.map(sorted);
  if (typeof value !== 'object' || value === null) return value ?? null;
  return Object.entries(value)
    .sort(([a], [b]) => (a < b ? -1 : 1))
    .map(([name, inner]) => [name, sorted(inner)]);
}
