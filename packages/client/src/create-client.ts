import type { CallOptions, Method } from './api-types.ts';
import { Caller } from './caller.ts';
import type { Client } from './client.ts';
import type { Fetch } from './exchange.ts';
import { type Identity, NONE } from './session.ts';
import { around } from './surroundings.ts';
import type { TokenStorage } from './tokens.ts';

export interface ClientOptions {
  /** The shop's address, such as `https://shop.example`; the page's own where not given. */
  baseUrl?: string;
  /** `cookie` for browsers, `bearer` for phones and servers. */
  transport?: 'cookie' | 'bearer';
  /** Where a bearer client keeps its tokens; in memory where not given. */
  tokens?: TokenStorage;
  locale?: string | null;
  market?: string | null;
  fetch?: Fetch;
  /** The name under which tabs tell each other of the session; `false` keeps it to this one. Browsers only. */
  channel?: string | false;
}

/** Makes a client. It asks the server nothing by itself; `session.load()` says who is there. */
export function createClient(options: ClientOptions = {}): Client {
  const caller = new Caller(options);
  const { state } = caller;
  let becoming: Promise<unknown> | null = null;
  const call = (method: Method) => async (path: string, given?: CallOptions) =>
    (await caller.call(method, path, given)).data;
  const load = async () => {
    await state.recover(() => caller.ask());
    return state.current;
  };
  const close = watchPage(caller, load, options.channel ?? 'cartwright session');
  return {
    get: call('get'),
    post: call('post'),
    put: call('put'),
    patch: call('patch'),
    delete: call('delete'),
    request: (method: Method, path: string, given?: CallOptions) => caller.call(method, path, given),
    // Loaded when needed: not everybody follows a stream.
    follow: async (path, given) => (await import('./follow.ts')).follow(caller, path, given),
    prepare: () => caller.prepare(),
    session: {
      current: () => state.current,
      subscribe: (listener) => state.subscribe(listener),
      onLeaving: (hook) => state.onLeaving(hook),
      load,
      ensureShopper: async () => {
        if (state.current.kind === 'unknown') await load();
        if (state.current.kind === 'none') {
          becoming ??= caller.call('post', '/api/auth/guest').finally(() => (becoming = null));
          await becoming;
        }
        return state.current;
      },
      signOut: async ({ everywhere = false } = {}) => {
        const path = everywhere ? '/api/auth/logout-all' : '/api/auth/logout';
        // A session that has ended already is what was asked for.
        await caller.call('post', path).catch((error: unknown) => caller.check(error));
      },
    },
    use: (preferences) => void Object.assign(caller.preferences, preferences),
    close,
  } as Client;
}

// What happens to a page besides its own calls: other tabs sign in and out, and the browser puts it away and brings it back.
function watchPage(caller: Caller, load: () => Promise<unknown>, name: string | false): () => void {
  if (!around.document || name === false) return () => {};
  const { state } = caller;
  const open = () => {
    const channel = around.BroadcastChannel ? new around.BroadcastChannel(name) : null;
    if (channel) channel.onmessage = ({ data }) => void state.adopt((data as Identity | null) ?? NONE);
    return channel;
  };
  let channel = open();
  caller.tellTabs = (identity) => channel?.postMessage(identity);
  const hide = ({ persisted }: { persisted?: boolean }) => {
    state.startLeaving();
    // What is frozen with the page would be shown again before anybody could ask whose it is.
    if (persisted) state.forget();
    channel?.close();
    channel = null;
  };
  const show = ({ persisted }: { persisted?: boolean }) => {
    channel ??= open();
    if (persisted) load().catch(() => {});
  };
  around.addEventListener?.('pagehide', hide);
  around.addEventListener?.('pageshow', show);
  return () => {
    around.removeEventListener?.('pagehide', hide);
    around.removeEventListener?.('pageshow', show);
    channel?.close();
    channel = null;
  };
}
