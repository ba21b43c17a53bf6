import type { Answer, Arguments, DataOf, Method, PathOf } from './api-types.ts';
import type { FollowOptions } from './follow.ts';
import type { Session } from './session.ts';

type Call<Verb extends Method> = <Path extends PathOf<Verb>>(
  path: Path,
  ...options: Arguments<Verb, Path>
) => Promise<DataOf<Verb, Path>>;

/** A client of one shop. Calls resolve to the JSON of the answer and reject with CartwrightError or NetworkError. */
export interface Client {
  readonly get: Call<'get'>;
  readonly post: Call<'post'>;
  readonly put: Call<'put'>;
  readonly patch: Call<'patch'>;
  readonly delete: Call<'delete'>;
  /** As the verbs do, with status and headers. */
  request<Verb extends Method, Path extends PathOf<Verb>>(
    method: Verb,
    path: Path,
    ...options: Arguments<Verb, Path>
  ): Promise<Answer<DataOf<Verb, Path>>>;
  /** Follows server-sent events until the signal ends it, through lost connections and refreshed sessions. */
  follow(path: '/api/cart/events', options: FollowOptions): Promise<void>;
  /** Has a CSRF token at hand, so that a write can leave in the very tick in which a page is hidden. */
  prepare(): Promise<void>;
  readonly session: ClientSession;
  /** Sent with every call from now on; `null` leaves it to the account and the browser. */
  use(preferences: { market?: string | null; locale?: string | null }): void;
  /** Lets go of channels and listeners; calls still work. */
  close(): void;
}

/** Who the client acts as. It learns that from the answers of `/api/auth/…`, and from other tabs. */
export interface ClientSession {
  readonly current: () => Session;
  /** Calls back at once when the session changes, before anything else can run. */
  readonly subscribe: (listener: (session: Session) => void) => () => void;
  /** Asks the server who we are, refreshing the session where it has run out. */
  readonly load: () => Promise<Session>;
  /** Makes sure that there is a cart to write to: a visitor becomes a guest. */
  readonly ensureShopper: () => Promise<Session>;
  readonly signOut: (options?: { everywhere?: boolean }) => Promise<void>;
  /** Calls back before the owner changes or the page is put away; a promise it returns is waited for, at most 3 s. */
  readonly onLeaving: (hook: () => unknown) => () => void;
}
