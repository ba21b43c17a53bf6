import type { App } from '../../platform/http/route.ts';
import type { IdentityDeps } from './routes-deps.ts';
import { codeRoutes, type CodeRouteDeps } from './routes-codes.ts';
import { meRoutes } from './routes-me.ts';
import { recoveryRoutes } from './routes-recovery.ts';
import { securityRoutes } from './routes-security.ts';
import { sessionRoute } from './routes-session.ts';
import { sessionRoutes } from './routes-sessions.ts';
import { signInRoutes } from './routes-sign-in.ts';
import { signUpRoutes } from './routes-sign-up.ts';
import { totpRoutes } from './routes-totp.ts';
import { userRoutes } from './routes-users.ts';

/** Ways in and back, who I am, where I am signed in, what happened to my account. */
export function identityRoutes(app: App, deps: IdentityDeps & CodeRouteDeps): void {
  sessionRoute(app, deps);
  signUpRoutes(app, deps);
  signInRoutes(app, deps);
  codeRoutes(app, deps);
  recoveryRoutes(app, deps);
  meRoutes(app, deps);
  sessionRoutes(app, deps);
  totpRoutes(app, { ...deps, issuer: deps.store.name });
  securityRoutes(app, deps);
  userRoutes(app, deps);
}
