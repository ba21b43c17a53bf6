import { originOf } from '../audit/public.ts';
import { refuse } from '../../platform/errors.ts';
import type { App } from '../../platform/http/route.ts';
import type { Caller } from './caller.ts';
import { identityErrors } from './errors.ts';
import { passwordFits } from './passwords.ts';
import { confirmAnswer, confirmInput, disableInput, enrolAnswer, totpAnswer } from './schema-totp.ts';
import { confirm, disable, enrol, refusalOf, type TotpDeps } from './totp.ts';
import { readEmail, readPasswordHash, readTotp } from './queries-totp.ts';

const tags = ['Identity'];
const config = { access: 'user', sensitive: true, idempotency: 'off' } as const;

/** Sign-in codes of an authenticator app, for whoever wants them; staff above all (AUTH-13). */
export function totpRoutes(app: App, deps: TotpDeps & { issuer: string }): void {
  lookRoute(app, deps);
  beginRoute(app, deps);
  confirmRoute(app, deps);
  offRoute(app, deps);
}

function beginRoute(app: App, deps: TotpDeps & { issuer: string }): void {
  const { system } = deps;
  app.route({
    method: 'POST',
    url: '/auth/totp',
    config: { ...config, limit: 'auth', errors: [identityErrors.totpAlreadyOn] },
    schema: {
      tags,
      summary: 'Begin to add an authenticator app',
      description: 'Nothing changes until `POST /api/auth/totp/confirm` brings its first code.',
      response: { 201: enrolAnswer },
    },
    handler: async (request, reply) => {
      const { who, rows } = await system
        .as(request.caller)
        .read(readEmail((request.caller as Caller).claims!.sub));
      const begun = await enrol(deps, { id: who.shopperId, email: rows[0][0]!.email, issuer: deps.issuer });
      if (!begun) throw refuse(identityErrors.totpAlreadyOn);
      return reply.code(201).header('cache-control', 'no-store').send(begun);
    },
  });
}

function confirmRoute(app: App, deps: TotpDeps): void {
  const { system } = deps;
  app.route({
    method: 'POST',
    url: '/auth/totp/confirm',
    config: {
      ...config,
      limit: 'auth',
      errors: [
        identityErrors.totpInvalid,
        identityErrors.totpNotOn,
        identityErrors.totpAlreadyOn,
        identityErrors.accountLocked,
      ],
    },
    schema: {
      tags,
      summary: 'Turn sign-in codes on',
      body: confirmInput,
      response: { 200: confirmAnswer },
    },
    handler: async (request, reply) => {
      const { who } = await system.as(request.caller).read(readTotp((request.caller as Caller).claims!.sub));
      const person = { id: who.shopperId, role: who.role };
      const confirmed = await confirm(deps, person, request.body.totpCode, originOf(request));
      if ('refusal' in confirmed) throw refusalOf(confirmed);
      return reply.header('cache-control', 'no-store').send(confirmed);
    },
  });
}

function offRoute(app: App, deps: TotpDeps): void {
  const { system } = deps;
  app.route({
    method: 'DELETE',
    url: '/auth/totp',
    config: {
      ...config,
      limit: 'auth',
      errors: [
        identityErrors.credentialsInvalid,
        identityErrors.totpInvalid,
        identityErrors.totpNotOn,
        identityErrors.totpAlreadyOn,
        identityErrors.accountLocked,
      ],
    },
    schema: {
      tags,
      summary: 'Turn sign-in codes off',
      description: 'Takes the password and a code, or a recovery code.',
      body: disableInput,
      response: { 200: totpAnswer },
    },
    handler: async (request, reply) => {
      const claims = (request.caller as Caller).claims!;
      const { who, rows } = await system
        .as(request.caller)
        .read(readPasswordHash(claims.sub), readTotp(claims.sub));
      if (!rows[1][0]?.confirmedAt) throw refuse(identityErrors.totpNotOn);
      const fits = await passwordFits(request.body.password, rows[0][0]?.passwordHash ?? null);
      if (!fits) throw refuse(identityErrors.credentialsInvalid);
      const person = { id: who.shopperId, role: who.role };
      const refused = await disable(deps, person, request.body.totpCode, originOf(request));
      if (refused) throw refusalOf(refused);
      const totp = { on: false, confirmedAt: null, recoveryCodesLeft: 0 };
      return reply.header('cache-control', 'no-store').send({ totp });
    },
  });
}

function lookRoute(app: App, { system }: TotpDeps): void {
  app.route({
    method: 'GET',
    url: '/auth/totp',
    config: { access: 'user' },
    schema: { tags, summary: 'Whether sign-in codes are on', response: { 200: totpAnswer } },
    handler: async (request, reply) => {
      const { rows } = await system.as(request.caller).read(readTotp((request.caller as Caller).claims!.sub));
      const confirmedAt = rows[0][0]?.confirmedAt ?? null;
      const totp = {
        on: confirmedAt !== null,
        confirmedAt: confirmedAt?.toISOString() ?? null,
        recoveryCodesLeft: rows[0][0]?.codesLeft ?? 0,
      };
      return reply.header('cache-control', 'no-store').send({ totp });
    },
  });
}
