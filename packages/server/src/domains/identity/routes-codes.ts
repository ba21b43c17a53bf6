import type { FastifyRequest } from 'fastify';
import { originOf } from '../audit/public.ts';
import { requestedMarket, marketErrors } from '../../market.ts';
import { refuse } from '../../platform/errors.ts';
import { clientNetwork } from '../../platform/http/client-address.ts';
import type { App } from '../../platform/http/route.ts';
import { confirmPhoneChange, requestPhoneChange } from './change-phone.ts';
import { signInOrigin } from './device.ts';
import { identityErrors } from './errors.ts';
import type { IdentityDeps } from './routes-deps.ts';
import { CODE_SECONDS } from './phone-codes.ts';
import { readPhone } from './phone.ts';
import { requestCode } from './request-code.ts';
import { signInAnswer } from './routes-answer.ts';
import { sessionOf } from './routes-recovery.ts';
import {
  changePhoneInput,
  codeSentAnswer,
  confirmPhoneInput,
  phoneChangedAnswer,
  requestCodeInput,
  verifyCodeInput,
} from './schema-codes.ts';
import { marketHeaders, tokenAnswer } from './schema.ts';
import { signInByCode } from './sign-in-by-code.ts';

export interface CodeRouteDeps extends IdentityDeps {
  /** Whether there is any way to send a code. */
  sendsCodes: boolean;
}

const tags = ['Identity'];
const guarded = { limit: 'auth', idempotency: 'off' } as const;
const phoneErrors = [
  identityErrors.phoneSignInOff,
  identityErrors.phoneInvalid,
  identityErrors.phoneNotMobile,
  identityErrors.phoneCountryNotServed,
  marketErrors.marketUnknown,
] as const;
const sendErrors = [...phoneErrors, identityErrors.askedTooOften, identityErrors.codeTriesSpent] as const;
const checkErrors = [...phoneErrors, identityErrors.codeInvalid, identityErrors.codeTriesSpent] as const;

/** Sign-in by phone, and the number of an account (AUTH-2). */
export function codeRoutes(app: App, deps: CodeRouteDeps): void {
  const phoneOf = phoneReader(deps);
  const said = async (request: FastifyRequest) => ({
    origin: originOf(request),
    network: clientNetwork(request),
    locale: await deps.localeOf(request),
  });
  const sent = {
    accepted: true,
    expiresIn: CODE_SECONDS,
    resendAfter: deps.store.accounts.phoneSignIn.pauseSeconds,
  } as const;
  signInRoutes(app, deps, { phoneOf, said, sent });
  changeRoutes(app, deps, { phoneOf, said, sent });
}

interface Shared {
  phoneOf: (request: FastifyRequest, typed: string) => string;
  said: (request: FastifyRequest) => Promise<{
    origin: ReturnType<typeof originOf>;
    network: string;
    locale: string;
  }>;
  sent: { accepted: true; expiresIn: number; resendAfter: number };
}

function phoneReader({ store, sendsCodes }: CodeRouteDeps) {
  const { offered, countries } = store.accounts.phoneSignIn;
  return (request: FastifyRequest, typed: string) => {
    if (offered === 'off' || !sendsCodes) throw refuse(identityErrors.phoneSignInOff);
    const market = requestedMarket(request.headers, store);
    const country = market ? (store.markets[market]!.checkout.countries?.[0] ?? null) : null;
    return readPhone(typed, { country, countries });
  };
}

function signInRoutes(app: App, deps: CodeRouteDeps, { phoneOf, said, sent }: Shared): void {
  const answer = signInAnswer(deps);

  app.route({
    method: 'POST',
    url: '/auth/request-code',
    config: { ...guarded, access: 'public', errors: sendErrors },
    schema: {
      tags,
      summary: 'Send a code to sign in with',
      description:
        'By SMS, good for five minutes; a new one voids the one before, not the tries. The answer is the same whether or not the number has an account.',
      headers: marketHeaders,
      body: requestCodeInput,
      response: { 202: codeSentAnswer },
    },
    handler: async (request, reply) => {
      await requestCode(deps, phoneOf(request, request.body.phone), await said(request));
      return reply.code(202).header('cache-control', 'no-store').send(sent);
    },
  });

  app.route({
    method: 'POST',
    url: '/auth/verify-code',
    config: {
      ...guarded,
      access: 'public',
      csrf: 'always',
      errors: [
        ...checkErrors,
        identityErrors.accountInactive,
        identityErrors.accountLocked,
        identityErrors.passwordSignInOnly,
        identityErrors.totpRequired,
        identityErrors.totpInvalid,
      ],
    },
    schema: {
      tags,
      summary: 'Sign in with a code',
      description:
        'The first time it makes the account. Five tries per number in fifteen minutes. Who has an authenticator app on is asked for its code as well; the code of the SMS stays good for that.',
      headers: marketHeaders,
      body: verifyCodeInput,
      response: { 200: tokenAnswer },
    },
    handler: async (request, reply) => {
      const { verificationCode: code, totpCode, transport } = request.body;
      const phone = phoneOf(request, request.body.phone);
      const cartMarket = requestedMarket(request.headers, deps.store);
      const from = signInOrigin(request, transport, deps);
      const signedIn = await signInByCode(deps, { phone, code, totpCode, transport }, from);
      return answer(request, reply, { ...signedIn, cartMarket, transport, claim: true, from });
    },
  });
}

function changeRoutes(app: App, deps: CodeRouteDeps, { phoneOf, said, sent }: Shared): void {
  app.route({
    method: 'POST',
    url: '/auth/change-phone',
    config: {
      ...guarded,
      access: 'user',
      sensitive: true,
      errors: [
        ...sendErrors,
        identityErrors.passwordWrong,
        identityErrors.accountLocked,
        identityErrors.recentSignInRequired,
      ],
    },
    schema: {
      tags,
      summary: 'Ask for another phone number, or the first one',
      description: 'Sends a code to it. The answer is the same whether or not the number has an account.',
      headers: marketHeaders,
      body: changePhoneInput,
      response: { 202: codeSentAnswer },
    },
    handler: async (request, reply) => {
      const phone = phoneOf(request, request.body.phone);
      const { password } = request.body;
      await requestPhoneChange(deps, sessionOf(request), { phone, password, ...(await said(request)) });
      return reply.code(202).send(sent);
    },
  });

  app.route({
    method: 'POST',
    url: '/auth/change-phone/confirm',
    config: {
      ...guarded,
      access: 'user',
      sensitive: true,
      errors: [...checkErrors, identityErrors.phoneTaken],
    },
    schema: {
      tags,
      summary: 'Confirm another phone number',
      headers: marketHeaders,
      body: confirmPhoneInput,
      response: { 200: phoneChangedAnswer },
    },
    handler: async (request, reply) => {
      const phone = phoneOf(request, request.body.phone);
      const { verificationCode: code } = request.body;
      await confirmPhoneChange(deps, sessionOf(request), { phone, code, ...(await said(request)) });
      return reply.send({ phoneChanged: true, phone } as const);
    },
  });
}
