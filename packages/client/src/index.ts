export type {
  Answer,
  Arguments,
  BodyOf,
  CallOptions,
  Cart,
  CartItem,
  DataOf,
  DetailsOf,
  Method,
  PathOf,
  Reason,
  RequestOptions,
  User,
  Wishlist,
  WishlistItem,
} from './api-types.ts';
export type { Client, ClientSession } from './client.ts';
export { createClient, type ClientOptions } from './create-client.ts';
export { CartwrightError, isRefusal, NetworkError, UNREADABLE } from './errors.ts';
export type { Fetch, FetchAnswer, FetchInit } from './exchange.ts';
export type { FollowOptions, LiveEvent } from './follow.ts';
export type { components, operations, paths } from './generated/api.ts';
export type { Session } from './session.ts';
export { memoryTokens, type Tokens, type TokenStorage } from './tokens.ts';
export { newKey } from './surroundings.ts';
