import type { components, paths } from './generated/api.ts';

/** The verbs of the API. */
export type Method = 'get' | 'post' | 'put' | 'patch' | 'delete';

type Operation<Path extends keyof paths, Verb extends Method> = paths[Path][Verb];

/** The paths that have this verb, as the OpenAPI document spells them: `/api/cart/items/{itemId}`. */
export type PathOf<Verb extends Method> = {
  [Path in keyof paths]: Operation<Path, Verb> extends { responses: unknown } ? Path : never;
}[keyof paths];

type Content<Answer> = Answer extends { content: infer Types }
  ? Types extends { 'application/json': infer Json }
    ? Json
    : Types extends Record<`text/${string}`, unknown>
      ? string
      : ArrayBuffer
  : undefined;

/** What a successful answer holds: the JSON, else text, else bytes. */
export type DataOf<Verb extends Method, Path extends PathOf<Verb>> =
  Operation<Path, Verb> extends { responses: infer Answers } ? Content<Answers[keyof Answers]> : never;

/** The JSON body a route takes; `undefined` where it takes none. */
export type BodyOf<Verb extends Method, Path extends PathOf<Verb>> =
  Operation<Path, Verb> extends { requestBody?: infer Body }
    ? NonNullable<Body> extends { content: { 'application/json': infer Json } }
      ? Json | Extract<Body, undefined>
      : undefined
    : undefined;

type ParameterOf<Verb extends Method, Path extends PathOf<Verb>, Place extends 'path' | 'query'> =
  Operation<Path, Verb> extends { parameters: infer Parameters }
    ? Place extends keyof Parameters
      ? Parameters[Place]
      : undefined
    : undefined;

// A property whose value may be undefined may also be left out.
type Optional<Name extends string, Value> = [Value] extends [undefined]
  ? { [Key in Name]?: undefined }
  : undefined extends Value
    ? { [Key in Name]?: Value | undefined }
    : { [Key in Name]: Value };

/** What may be said with every call. */
export interface CallOptions {
  /** Ends the call; it then rejects with the signal's reason. */
  signal?: AbortSignal | undefined;
  /** Milliseconds for one try; 15,000 where not given. */
  timeoutMs?: number | undefined;
  /** Used instead of one the client makes; POST always has one. */
  idempotencyKey?: string | undefined;
  /**
   * For whom this call is meant: a user's or guest's id. The server refuses it with OWNER_CHANGED when somebody else is
   * signed in by then. Without it the client says who was signed in when the call was made; `null` says nothing.
   */
  owner?: string | null | undefined;
  /** Lets the call outlive the page. */
  keepalive?: boolean | undefined;
  /** Whether a try without an answer may be made again, where the verb does not say so (PATCH). */
  repeatable?: boolean | undefined;
  /** Tries besides the first; 2 where not given. */
  retries?: number | undefined;
  /** Further headers, such as `If-Match`. */
  headers?: Record<string, string> | undefined;
}

export type RequestOptions<Verb extends Method, Path extends PathOf<Verb>> = CallOptions &
  Optional<'path', ParameterOf<Verb, Path, 'path'>> &
  Optional<'query', ParameterOf<Verb, Path, 'query'>> &
  Optional<'body', BodyOf<Verb, Path>>;

/** The options of a call, which may be left out where nothing in them is needed. */
export type Arguments<Verb extends Method, Path extends PathOf<Verb>> =
  // All that is said in it may be left out.
  CallOptions extends RequestOptions<Verb, Path>
    ? [options?: RequestOptions<Verb, Path>]
    : [options: RequestOptions<Verb, Path>];

export interface Answer<Data> {
  data: Data;
  status: number;
  headers: { get(name: string): string | null };
}

type ErrorDetails = components['schemas']['ErrorDetails'];

/** Every reason the server may give for a refusal. */
export type Reason = keyof ErrorDetails;
/** What a refusal with this reason tells besides. */
export type DetailsOf<Word extends string> = Word extends Reason ? ErrorDetails[Word] : unknown;

export type User = DataOf<'get', '/api/auth/me'>['user'];
export type Cart = DataOf<'get', '/api/cart'>['cart'];
export type CartItem = Cart['items'][number];
export type Wishlist = DataOf<'get', '/api/wishlist'>['wishlist'];
export type WishlistItem = Wishlist['items'][number];
