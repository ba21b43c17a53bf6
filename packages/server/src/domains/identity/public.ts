export { AccessTokens } from './access-tokens.ts';
export { authenticatesByCookie, COOKIES, readCaller, sessionBinding, type Caller } from './caller.ts';
export { hashToken } from './opaque-token.ts';
export { permissions } from './permissions.ts';
export { readMyLocale } from './queries.ts';
export { findGuest } from './session-queries.ts';
