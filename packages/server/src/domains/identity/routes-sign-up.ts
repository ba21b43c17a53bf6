import { originOf } from '../audit/public.ts';
import { checkMarket, marketErrors, requestedMarket } from '../../market.ts';
import type { App } from '../../platform/http/route.ts';
import { signInOrigin } from './device.ts';
import { identityErrors } from './errors.ts';
import type { IdentityDeps } from './routes-deps.ts';
import { signInAnswer } from './routes-answer.ts';
import { confirmSignUpInput } from './schema-recovery.ts';
import { acceptedAnswer, marketHeaders, signUpInput, tokenAnswer } from './schema.ts';
import { confirmSignUp, requestSignUp } from './sign-up-later.ts';
import { signUp } from './sign-up.ts';

const tags = ['Identity'];

/** A new account: at once, or where the shop wants it so, only once its address is confirmed. */
export function signUpRoutes(app: App, deps: IdentityDeps): void {
  signUpRoute(app, deps);
  confirmRoute(app, deps);
}

function signUpRoute(app: App, deps: IdentityDeps): void {
  const { system, store } = deps;
  const answer = signInAnswer(deps);
  app.route({
    method: 'POST',
    url: '/auth/signup',
    config: {
      access: 'public',
      limit: 'auth',
      csrf: 'always',
      idempotency: 'off',
      errors: [
        identityErrors.emailTaken,
        identityErrors.passwordWeak,
        identityErrors.askedTooOften,
        marketErrors.marketUnknown,
      ],
    },
    schema: {
      tags,
      summary: 'Create an account',
      description:
        'Where the store file says `accounts.signUp: confirm`, every address is answered 202 and mailed what to do next.',
      headers: marketHeaders,
      body: signUpInput,
      response: { 201: tokenAnswer, 202: acceptedAnswer },
    },
    handler: async (request, reply) => {
      const { transport, locale, market, ...input } = request.body;
      checkMarket(market, store);
      const cartMarket = requestedMarket(request.headers, store);
      const mailLocale = locale ?? (await deps.localeOf(request));
      const person = { ...input, locale: locale ?? null, mailLocale, market: market ?? null };
      if (store.accounts.signUp === 'confirm') {
        await requestSignUp(deps, person, originOf(request));
        return reply
          .code(202)
          .header('cache-control', 'no-store')
          .send({ accepted: true } as const);
      }
      const from = signInOrigin(request, transport, deps);
      const { userId, issued } = await signUp(system, { ...person, transport }, from, deps);
      return answer(request, reply.code(201), { userId, cartMarket, issued, transport, from });
    },
  });
}

function confirmRoute(app: App, deps: IdentityDeps): void {
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
      tags,
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
