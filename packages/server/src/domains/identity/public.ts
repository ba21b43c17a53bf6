export { AccessTokens } from './access-tokens.ts';
export {
  authenticatesByCookie,
  COOKIES,
  readCaller,
  REFRESH_PATH,
  sessionBinding,
  type Caller,
} from './caller.ts';
export { identityErrors } from './errors.ts';
export { passwordFits } from './passwords.ts';
export { createUser } from './create-user.ts';
export { phoneInvalid } from './errors.ts';
export { linkDesigner } from './link-designer.ts';
export { hashToken } from './opaque-token.ts';
export { permissions, STAFF, type Role } from './permissions.ts';
export { readMyLocale, type Contact } from './queries.ts';
export { findGuest } from './session-queries.ts';
export { email } from './schema.ts';
