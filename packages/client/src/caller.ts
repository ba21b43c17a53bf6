import type { Answer, CallOptions, DataOf, Method } from './api-types.ts';
import type { ClientOptions } from './create-client.ts';
import {
  CartwrightError,
  isAnyRefusal,
  NetworkError,
  ownerChanged,
  refusalOf,
  UNREADABLE,
} from './errors.ts';
import { exchange, type Fetch, type FetchAnswer, type Received } from './exchange.ts';
import { type Identity, NONE, SessionState } from './session.ts';
import { newKey, pause } from './surroundings.ts';
import { memoryTokens, type TokenStorage } from './tokens.ts';

type Options = CallOptions & { path?: object; query?: object; body?: unknown };
type SignedIn = Partial<DataOf<'post', '/api/auth/login'>>;

const TIMEOUT_MS = 15_000;
const LONGEST_WAIT_SECONDS = 10;
/** Where a session begins; the answer then holds what the transport asks for. */
const BEGINS = /\/auth\/(login|signup|confirm-signup|verify-code|guest)$/;
/** What changes the session itself; a refusal of it says nothing of the session there is. */
const SIGNS = /^\/api\/auth\/(login|signup|confirm-signup|verify-code|guest|refresh|logout|logout-all)$/;
const BUSY = [408, 429, 502, 503, 504];

/** Makes calls: says who they are for, repeats what may be repeated, and keeps the session alive. */
export class Caller {
  readonly state = new SessionState();
  readonly preferences: { market?: string | null; locale?: string | null };
  tellTabs: (identity: Identity) => void = () => {};
  readonly baseUrl: string;
  readonly fetch: Fetch;
  readonly #bearer: boolean;
  readonly #tokens: TokenStorage;
  #csrf: Promise<string> | null = null;

  constructor({ baseUrl = '', transport, tokens = memoryTokens(), locale, market, fetch }: ClientOptions) {
    this.baseUrl = baseUrl.replace(/\/$/, '');
    this.fetch = fetch ?? ((url, init) => globalThis.fetch(url, init));
    this.#bearer = transport === 'bearer';
    this.#tokens = tokens;
    this.preferences = { locale: locale ?? null, market: market ?? null };
  }

  /** One logical call: one idempotency key and one owner, however many tries. */
  async call(method: Method, path: string, options: Options = {}): Promise<Answer<never>> {
    if (!SIGNS.test(path)) return this.#insist(method, path, options);
    if (!path.endsWith('/guest')) await this.state.leave();
    return this.state.change(() => this.#insist(method, path, options));
  }

  async #insist(method: Method, path: string, options: Options): Promise<Answer<never>> {
    const { state } = this;
    const owner = options.owner === undefined ? state.current.ownerId : options.owner;
    const key = options.idempotencyKey ?? (method === 'post' ? newKey() : undefined);
    const repeatable = options.repeatable ?? method !== 'patch';
    const signing = SIGNS.test(path);
    let tries = options.retries ?? 2;
    let recovered = false;
    let renewedCsrf = false;
    for (let attempt = 0; ; attempt++) {
      const { generation } = state;
      const csrf = this.#csrf;
      try {
        const answer = await this.#try(method, path, { ...options, owner, key });
        const gone = await this.#learn(path, answer, generation);
        if (!gone && !signing && owner !== null && state.current.ownerId !== owner) throw ownerChanged();
        return answer as Answer<never>;
      } catch (error) {
        if (error instanceof NetworkError) {
          // Who has kept silent for so long is not waited for once more.
          if (!repeatable || error.timedOut || tries-- <= 0) throw error;
          await pause(backOff(attempt), options.signal);
          continue;
        }
        if (!isAnyRefusal(error)) throw error;
        if (error.reason === 'CSRF_INVALID' && !renewedCsrf) {
          renewedCsrf = true;
          if (this.#csrf === csrf) this.#csrf = null;
        } else if (!recovered && !signing && saysWhoIsWrong(error)) {
          recovered = true;
          if (state.generation === generation) await this.check(error);
          if (state.current.ownerId === null || (owner !== null && state.current.ownerId !== owner))
            throw error;
        } else if (repeatable && mayWorkLater(error) && tries-- > 0) {
          await pause(
            error.retryAfter === null ? backOff(attempt) : error.retryAfter * 1_000,
            options.signal,
          );
        } else throw error;
      }
    }
  }

  async #try(
    method: Method,
    path: string,
    options: Options & { owner: string | null; key: string | undefined },
  ): Promise<Received> {
    const { market, locale } = this.preferences;
    const headers: Record<string, string> = { accept: 'application/json' };
    let body = options.body;
    if (this.#bearer && BEGINS.test(path)) body = { transport: 'bearer', ...(body as object | undefined) };
    if (body !== undefined) headers['content-type'] = 'application/json';
    if (market) headers['x-market'] = market;
    if (locale) headers['accept-language'] = locale;
    if (options.key) headers['idempotency-key'] = options.key;
    const personal = !path.startsWith('/api/public/');
    if (options.owner && personal) headers['x-owner'] = options.owner;
    await this.authorize(headers, method !== 'get' && !path.endsWith('/guest'));
    const received = await exchange(
      this.fetch,
      this.baseUrl + fill(path, options.path) + query(options.query),
      {
        method: method.toUpperCase(),
        headers: { ...headers, ...options.headers },
        ...(body === undefined ? {} : { body: JSON.stringify(body) }),
        credentials: this.#bearer ? 'omit' : 'include',
        keepalive: options.keepalive ?? false,
        // Browsers let a second read of an address wait for the first, even for that of another user.
        cache: personal ? 'no-store' : 'default',
      },
      { signal: options.signal, timeoutMs: options.timeoutMs ?? TIMEOUT_MS },
    );
    const { status, data } = received;
    if (status >= 400) throw refusalOf(status, data, received.headers);
    if (data === undefined || String(received.headers.get('content-type')).includes('html'))
      throw new CartwrightError({ code: status, reason: UNREADABLE, message: 'The answer cannot be read.' });
    return received;
  }

  /** Adds what says who asks. */
  async authorize(headers: Record<string, string>, writes: boolean): Promise<void> {
    if (!this.#bearer) {
      if (writes) headers['x-csrf-token'] = await (this.#csrf ??= this.#fetchCsrf());
      return;
    }
    const { accessToken, guestToken } = (await this.#tokens.get()) ?? {};
    if (accessToken) headers['authorization'] = `Bearer ${accessToken}`;
    if (guestToken) headers['x-guest-token'] = guestToken;
  }

  async prepare(): Promise<void> {
    if (!this.#bearer) await (this.#csrf ??= this.#fetchCsrf());
  }

  async #fetchCsrf(): Promise<string> {
    try {
      const { data } = await this.#insist('get', '/api/auth/csrf', { owner: null });
      return (data as { csrfToken: string }).csrfToken;
    } catch (error) {
      this.#csrf = null;
      throw error;
    }
  }

  /**
   * Asks who we are and adopts it; a session that has run out is refreshed. Asked first, because another tab may have
   * refreshed already, or signed somebody else in.
   */
  async ask(): Promise<void> {
    const { data } = await this.#insist('get', '/api/auth/session', { owner: null });
    const { session } = data as DataOf<'get', '/api/auth/session'>;
    const stored = this.#bearer ? (await this.#tokens.get())?.refreshToken : undefined;
    if (session.kind !== 'user' && (session.refreshable || stored)) await this.#refresh(session, stored);
    else await this.#adopt(session);
    // Not after a refresh: the token may have been made for nobody.
    if (this.state.current.kind === session.kind) this.#csrf = Promise.resolve(session.csrfToken);
  }

  /** Finds out who is there after a refusal said that it is not who was expected. */
  async check(error: unknown): Promise<void> {
    if (!isAnyRefusal(error) || !saysWhoIsWrong(error)) throw error;
    await this.state.recover(() => this.ask());
  }

  /** Opens a stream. */
  async open(path: string, headers: Record<string, string>, signal: AbortSignal): Promise<FetchAnswer> {
    await this.authorize(headers, false);
    return this.fetch(this.baseUrl + path, {
      method: 'GET',
      headers,
      signal,
      credentials: this.#bearer ? 'omit' : 'include',
      keepalive: false,
      cache: 'no-store',
    });
  }

  async #refresh(session: Identity, refreshToken: string | undefined): Promise<void> {
    const body = refreshToken === undefined ? undefined : { refreshToken };
    try {
      // A single use: without an answer it is not known whether it was used, and the server then gives the same successor.
      await this.#insist('post', '/api/auth/refresh', { body, owner: null });
    } catch (error) {
      if (!isAnyRefusal(error) || error.code !== 401) throw error;
      await this.#keep({ accessToken: undefined, refreshToken: undefined });
      await this.#adopt(session);
    }
  }

  // The next write may have to leave in the tick in which the page is hidden.
  #renewCsrf(): void {
    this.#csrf = null;
    this.prepare().catch(() => {});
  }

  // Resolves to whether the answer says that its owner has left: signed out, or the account deleted.
  async #learn(path: string, { data }: Received, generation: number): Promise<boolean> {
    if (!path.startsWith('/api/auth/') || !data) return false;
    const { user, accessToken, refreshToken, expiresIn, guestCart } = data as SignedIn;
    const { guest, guestToken } = data as Partial<DataOf<'post', '/api/auth/guest'>>;
    const { clearLocalStorage: gone = false } = data as Partial<DataOf<'post', '/api/auth/logout'>>;
    if (user && (expiresIn !== undefined || (path.endsWith('/me') && this.state.generation === generation))) {
      if (accessToken)
        await this.#keep({ accessToken, refreshToken, ...(guestCart ? { guestToken: undefined } : {}) });
      await this.#adopt({ kind: 'user', ownerId: user.id, user });
      if (expiresIn !== undefined) this.#renewCsrf();
    } else if (guest) {
      if (guestToken) await this.#keep({ guestToken });
      await this.#adopt({ kind: 'guest', ownerId: guest.id, user: null });
      this.#renewCsrf();
    } else if (gone) {
      await this.#keep({ accessToken: undefined, refreshToken: undefined });
      await this.#adopt(NONE);
    }
    return gone;
  }

  async #adopt({ kind, ownerId, user }: Identity): Promise<void> {
    const identity = { kind, ownerId, user };
    if (!this.state.adopt(identity)) return;
    // It is bound to the session.
    this.#csrf = null;
    this.tellTabs(identity);
  }

  async #keep(changes: Record<string, string | undefined>): Promise<void> {
    if (!this.#bearer) return;
    const all = { ...(await this.#tokens.get()), ...changes };
    const kept = Object.fromEntries(Object.entries(all).filter(([, token]) => token !== undefined));
    await this.#tokens.set(Object.keys(kept).length > 0 ? kept : null);
  }
}

// 401 of a session that has ended or run out, and 412 where somebody else's cookies were sent. A wrong password or code
// is 401 too, and says nothing of the session: sent again, it would be one more wrong try.
function saysWhoIsWrong({ code, reason }: CartwrightError): boolean {
  return (code === 401 && !/^(CRED|TOTP)/.test(reason)) || reason === 'OWNER_CHANGED';
}

function mayWorkLater({ code, reason, retryAfter }: CartwrightError): boolean {
  if ((retryAfter ?? 0) > LONGEST_WAIT_SECONDS) return false;
  return BUSY.includes(code) || reason === 'IDEMPOTENCY_IN_PROGRESS';
}

// 0.3 s, 0.6 s, 1.2 s …, each somewhat random, so that many clients do not come back together.
function backOff(attempt: number): number {
  return 300 * 2 ** attempt * (0.75 + Math.random() / 2);
}

function fill(path: string, values: object = {}): string {
  return path.replace(/\{(\w+)\}/g, (_, name: string) =>
    encodeURIComponent(String((values as Record<string, unknown>)[name])),
  );
}

function query(values: object = {}): string {
  const pairs = Object.entries(values as Record<string, unknown>).flatMap(([name, value]) =>
    value === undefined || value === null
      ? []
      : [value].flat().map((one) => `${encodeURIComponent(name)}=${encodeURIComponent(one as string)}`),
  );
  return pairs.length > 0 ? `?${pairs.join('&')}` : '';
}
