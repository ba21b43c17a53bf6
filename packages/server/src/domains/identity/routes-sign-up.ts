import { marketErrors, requestedMarket } from '../../market.ts';
import type { App } from '../../platform/http/route.ts';
import { signInOrigin } from './device.ts';
import { identityErrors } from './errors.ts';
import type { RecoveryDeps } from './recovery-deps.ts';
import { signInAnswer, type IdentityDeps } from './routes.ts';
import { confirmSignUpInput } from './schema-recovery.ts';
import { marketHeaders, tokenAnswer } from './schema.ts';
import { confirmSignUp } from './sign-up-later.ts';

/** The second half of sign-up where the shop makes accounts only once their address is confirmed. */
export function signUpRoutes(app: App, deps: RecoveryDeps & IdentityDeps): void {
  const answer = signInAnswer(deps);

  app.route({
    method: 'POST',
    url: '/auth/confirm-signup',
    config: {
      access: 'public',
      limit: 'auth',
      csrf: 'always',
      idempotency: 'off',
      errors: [
        identityErrors.linkInvalid,
        identityErrors.passwordWrong,
        identityErrors.askedTooOften,
        identityErrors.emailTaken,
        marketErrors.marketUnknown,
      ],
    },
    schema: {
      tags: ['Identity'],
      summary: 'Confirm a new account',
      description:
        'Where the store file says `accounts.signUp: confirm`: with the token of the mailed link and the password chosen at sign-up.',
      headers: marketHeaders,
      body: confirmSignUpInput,
      response: { 201: tokenAnswer },
    },
    handler: async (request, reply) => {
      const { transport } = request.body;
      const cartMarket = requestedMarket(request.headers, deps.store);
      const from = signInOrigin(request, transport, deps);
      const signedIn = await confirmSignUp(deps, request.body, from);
      return answer(request, reply.code(201), { ...signedIn, cartMarket, transport, claim: true, from });
    },
  });
}
