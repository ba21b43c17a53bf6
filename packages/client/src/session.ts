import type { User } from './api-types.ts';
import { alone, pause } from './surroundings.ts';

/** Who this page acts as. `unknown` until the server was asked; `none` is a visitor without a cart. */
export interface Session {
  readonly kind: 'unknown' | 'none' | 'guest' | 'user';
  /** The id of the user or guest; it owns everything that is shown. */
  readonly ownerId: string | null;
  readonly user: User | null;
  /** Counts the changes of owner; whatever was begun in another epoch is not shown any more. */
  readonly epoch: number;
}

export type Identity = Omit<Session, 'epoch'>;

export const NONE: Identity = { kind: 'none', ownerId: null, user: null };
const UNKNOWN: Identity = { kind: 'unknown', ownerId: null, user: null };
/** The one lock that sign-in, sign-out and refresh of all tabs share. */
const LOCK = 'cartwright session';
const LEAVE_MS = 3_000;

/** Who is signed in, as far as this page knows, and who wants to hear of it. */
export class SessionState {
  #current: Session = { ...UNKNOWN, epoch: 0 };
  readonly #listeners = new Set<(session: Session) => void>();
  readonly #leaving = new Set<() => unknown>();
  #recovering: Promise<void> | null = null;
  /** Counts what was learned of the session; a call begun before the last of it may simply be made again. */
  generation = 0;

  get current(): Session {
    return this.#current;
  }

  subscribe(listener: (session: Session) => void): () => void {
    this.#listeners.add(listener);
    return () => void this.#listeners.delete(listener);
  }

  /** Calls back while the old owner still stands: before sign-in, sign-out and the page's end. */
  onLeaving(hook: () => unknown): () => void {
    this.#leaving.add(hook);
    return () => void this.#leaving.delete(hook);
  }

  /** Lets everybody finish what belongs to the owner who leaves; waits for nobody longer than 3 s. */
  async leave(): Promise<void> {
    const finishing = this.startLeaving();
    if (finishing.length > 0) await Promise.race([Promise.allSettled(finishing), pause(LEAVE_MS)]);
  }

  startLeaving(): unknown[] {
    return [...this.#leaving].map((hook) => hook());
  }

  /** Makes this the session. Listeners hear of it before the call returns; whether it has another owner is returned. */
  adopt(identity: Identity): boolean {
    const before = this.#current;
    const changed = before.kind !== identity.kind || before.ownerId !== identity.ownerId;
    this.generation++;
    if (!changed && JSON.stringify(before.user) === JSON.stringify(identity.user)) return false;
    const { kind, ownerId, user } = identity;
    this.#current = { kind, ownerId, user, epoch: before.epoch + (changed ? 1 : 0) };
    for (const listener of [...this.#listeners]) listener(this.#current);
    return changed;
  }

  /** Knows nobody any more, for a page that is put away and may come back to somebody else. */
  forget(): void {
    this.adopt(UNKNOWN);
  }

  /** Runs `work` once for all who ask meanwhile, and while no other tab changes the session. */
  recover(work: () => Promise<void>): Promise<void> {
    this.#recovering ??= alone(LOCK, work).finally(() => (this.#recovering = null));
    return this.#recovering;
  }

  /** Runs what changes the session after whatever else does. */
  async change<Result>(work: () => Promise<Result>): Promise<Result> {
    await this.#recovering?.catch(() => {});
    return alone(LOCK, work);
  }
}
