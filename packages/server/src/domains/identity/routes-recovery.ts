import type { FastifyRequest } from 'fastify';
import { originOf } from '../audit/public.ts';
import type { EventBus } from '../../platform/events/bus.ts';
import type { App } from '../../platform/http/route.ts';
import type { Caller } from './caller.ts';
import { confirmEmailChange, requestEmailChange } from './change-email.ts';
import { changePassword } from './change-password.ts';
import { identityErrors } from './errors.ts';
import { forgotPassword } from './forgot-password.ts';
import type { RecoveryDeps } from './recovery-deps.ts';
import { resendVerification } from './resend-verification.ts';
import { resetPassword } from './reset-password.ts';
import { acceptedAnswer } from './schema.ts';
import {
  changeEmailInput,
  changePasswordInput,
  emailChangedAnswer,
  emailVerifiedAnswer,
  forgotInput,
  linkInput,
  passwordAnswer,
  passwordChangeAnswer,
  resetInput,
} from './schema-recovery.ts';
import { userThere, type SessionDeps } from './routes-session.ts';
import { verifyEmailAddress } from './verify-email.ts';

export interface RecoveryRouteDeps extends RecoveryDeps, SessionDeps {
  bus: EventBus;
  localeOf: (request: FastifyRequest) => Promise<string>;
  /** Called once an email is verified: orders placed as a guest with it become the user's (CHK-5). */
  claimOrders: (userId: string) => Promise<unknown>;
}

const tags = ['Identity'];
// Keeping answers would keep hashes of what was sent, passwords and tokens among it.
const guarded = { limit: 'auth', idempotency: 'off' } as const;

/** Whose session of a signed-in request it is; the operation's own statement checks it. */
export function sessionOf(request: FastifyRequest): { caller: Caller; sessionId: string } {
  const caller = request.caller as Caller;
  return { caller, sessionId: caller.claims!.sid };
}

/** Proof of an email address and ways back into an account (AUTH-1, AUTH-11). */
export function recoveryRoutes(app: App, deps: RecoveryRouteDeps): void {
  emailRoutes(app, deps);
  passwordRoutes(app, deps);
}

function emailRoutes(app: App, deps: RecoveryRouteDeps): void {
  const opened = async (request: FastifyRequest<{ Body: { token: string } }>) => ({
    token: request.body.token,
    present: await userThere(request, deps),
  });
  const said = async (request: FastifyRequest) => ({
    origin: originOf(request),
    locale: await deps.localeOf(request),
  });

  app.route({
    method: 'POST',
    url: '/auth/verify-email',
    config: { ...guarded, access: 'public', errors: [identityErrors.linkInvalid] },
    schema: {
      tags,
      summary: 'Confirm an email address',
      description:
        'With the token of the link in the mail; it works once. Opened where the user is signed in, it also makes orders placed as a guest with that address his.',
      body: linkInput,
      response: { 200: emailVerifiedAnswer },
    },
    handler: async (request, reply) => {
      const userId = await verifyEmailAddress(deps, await opened(request), originOf(request));
      await deps.claimOrders(userId);
      return reply.header('cache-control', 'no-store').send({ emailVerified: true } as const);
    },
  });

  app.route({
    method: 'POST',
    url: '/auth/resend-verification',
    config: {
      ...guarded,
      access: 'user',
      sensitive: true,
      errors: [identityErrors.nothingToVerify, identityErrors.askedTooOften],
    },
    schema: {
      tags,
      summary: 'Send the confirmation mail again',
      description: 'One a minute, five an hour; the links before stay good.',
      response: { 202: acceptedAnswer },
    },
    handler: async (request, reply) => {
      await resendVerification(deps, request.caller, await said(request));
      return reply.code(202).send({ accepted: true } as const);
    },
  });

  app.route({
    method: 'POST',
    url: '/auth/change-email',
    config: {
      ...guarded,
      access: 'user',
      sensitive: true,
      errors: [
        identityErrors.passwordWrong,
        identityErrors.accountLocked,
        identityErrors.recentSignInRequired,
        identityErrors.askedTooOften,
      ],
    },
    schema: {
      tags,
      summary: 'Ask for another email address',
      description:
        'Mails a link to it and a notice to the present one. The answer is the same whether or not the address has an account.',
      body: changeEmailInput,
      response: { 202: acceptedAnswer },
    },
    handler: async (request, reply) => {
      const { email, password } = request.body;
      await requestEmailChange(deps, sessionOf(request), { email, password, ...(await said(request)) });
      return reply.code(202).send({ accepted: true } as const);
    },
  });

  app.route({
    method: 'POST',
    url: '/auth/change-email/confirm',
    config: {
      ...guarded,
      access: 'public',
      errors: [identityErrors.linkInvalid, identityErrors.emailTaken],
    },
    schema: {
      tags,
      summary: 'Confirm another email address',
      body: linkInput,
      response: { 200: emailChangedAnswer },
    },
    handler: async (request, reply) => {
      const userId = await confirmEmailChange(deps, await opened(request), await said(request));
      await deps.claimOrders(userId);
      return reply.header('cache-control', 'no-store').send({ emailChanged: true } as const);
    },
  });
}

function passwordRoutes(app: App, deps: RecoveryRouteDeps): void {
  const said = async (request: FastifyRequest) => ({
    origin: originOf(request),
    locale: await deps.localeOf(request),
  });

  app.route({
    method: 'POST',
    url: '/auth/forgot-password',
    config: { ...guarded, access: 'public', errors: [identityErrors.askedTooOften] },
    schema: {
      tags,
      summary: 'Ask for a link to set a new password',
      description: 'The answer is the same whether or not there is such an account.',
      body: forgotInput,
      response: { 202: acceptedAnswer },
    },
    handler: async (request, reply) => {
      await forgotPassword(deps, request.body.email, await said(request));
      return reply.code(202).send({ accepted: true } as const);
    },
  });

  app.route({
    method: 'POST',
    url: '/auth/reset-password',
    config: {
      ...guarded,
      access: 'public',
      errors: [identityErrors.linkInvalid, identityErrors.passwordWeak],
    },
    schema: {
      tags,
      summary: 'Set a new password by link',
      description: 'The link works once, for an hour. Ends all sessions; sign in afterwards.',
      body: resetInput,
      response: { 200: passwordAnswer },
    },
    handler: async (request, reply) => {
      const userId = await resetPassword(deps, request.body, await said(request));
      deps.bus.publish(`session:${userId}`, 'ended');
      return reply.header('cache-control', 'no-store').send({ passwordChanged: true } as const);
    },
  });

  app.route({
    method: 'POST',
    url: '/auth/change-password',
    config: {
      ...guarded,
      access: 'user',
      sensitive: true,
      errors: [
        identityErrors.passwordWrong,
        identityErrors.accountLocked,
        identityErrors.passwordWeak,
        identityErrors.recentSignInRequired,
      ],
    },
    schema: {
      tags,
      summary: 'Change or set my password',
      description:
        'Asks for the old one; whoever has none must have signed in within ten minutes. Ends all other sessions.',
      body: changePasswordInput,
      response: { 200: passwordChangeAnswer },
    },
    handler: async (request, reply) => {
      const { currentPassword, newPassword } = request.body;
      const { userId, ended } = await changePassword(deps, sessionOf(request), {
        currentPassword,
        newPassword,
        ...(await said(request)),
      });
      deps.bus.publish(`session:${userId}`, 'ended');
      return reply.header('cache-control', 'no-store').send({ passwordChanged: true, ended } as const);
    },
  });
}
