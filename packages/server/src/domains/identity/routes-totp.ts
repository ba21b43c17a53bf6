import type { FastifyRequest } from 'fastify';
import { originOf } from '../audit/public.ts';
import { refuse } from '../../platform/errors.ts';
import type { App, Who } from '../../platform/http/route.ts';
import type { Caller } from './caller.ts';
import { identityErrors } from './errors.ts';
import { provePasswordOrPresence, provePresence, type PresenceDeps } from './prove-presence.ts';
import { readStanding } from './queries-links.ts';
import { sessionOf } from './routes-recovery.ts';
import {
  confirmAnswer,
  confirmInput,
  disableInput,
  enrolAnswer,
  enrolInput,
  totpAnswer,
} from './schema-totp.ts';
import { confirm, disable, enrol, refusalOf, type Person, type TotpDeps } from './totp.ts';
import { readTotp } from './queries-totp.ts';

const tags = ['Identity'];
const config = { access: 'user', sensitive: true, idempotency: 'off' } as const;

export interface TotpRouteDeps extends TotpDeps, PresenceDeps {
  /** The shop's name, as the app shows it. */
  issuer: string;
  localeOf: (request: FastifyRequest) => Promise<string>;
}

/** Sign-in codes of an authenticator app, for whoever wants them; staff above all (AUTH-13). */
export function totpRoutes(app: App, deps: TotpRouteDeps): void {
  lookRoute(app, deps);
  beginRoute(app, deps);
  confirmRoute(app, deps);
  offRoute(app, deps);
}

async function personOf(
  { localeOf }: TotpRouteDeps,
  request: FastifyRequest,
  who: Who,
  { email, locale }: { email: string | null; locale: string | null },
): Promise<Person> {
  return { id: who.shopperId, role: who.role, email, locale: locale ?? (await localeOf(request)) };
}

function beginRoute(app: App, deps: TotpRouteDeps): void {
  const { system } = deps;
  app.route({
    method: 'POST',
    url: '/auth/totp',
    config: {
      ...config,
      limit: 'auth',
      errors: [
        identityErrors.totpAlreadyOn,
        identityErrors.passwordWrong,
        identityErrors.accountLocked,
        identityErrors.recentSignInRequired,
      ],
    },
    schema: {
      tags,
      summary: 'Begin to add an authenticator app',
      description:
        'Takes a sign-in of the last ten minutes or the password. Nothing changes until `POST /api/auth/totp/confirm` brings its first code.',
      body: enrolInput,
      response: { 201: enrolAnswer },
    },
    handler: async (request, reply) => {
      const { caller, sessionId } = sessionOf(request);
      const { who, rows } = await system.as(caller).read(readStanding(sessionId));
      const standing = rows[0][0]!;
      const userId = who.shopperId;
      const { password } = request.body ?? {};
      await provePresence(deps, standing, { userId, sessionId, password, origin: originOf(request) });
      const label = standing.email ?? standing.phone ?? userId;
      const begun = await enrol(deps, { id: userId, label, issuer: deps.issuer });
      if (!begun) throw refuse(identityErrors.totpAlreadyOn);
      return reply.code(201).header('cache-control', 'no-store').send(begun);
    },
  });
}

function confirmRoute(app: App, deps: TotpRouteDeps): void {
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
      const { caller, sessionId } = sessionOf(request);
      const { who, rows } = await system.as(caller).read(readStanding(sessionId));
      const person = await personOf(deps, request, who, rows[0][0]!);
      const confirmed = await confirm(deps, person, request.body.totpCode, originOf(request));
      if ('refusal' in confirmed) throw refusalOf(confirmed);
      return reply.header('cache-control', 'no-store').send(confirmed);
    },
  });
}

function offRoute(app: App, deps: TotpRouteDeps): void {
  const { system } = deps;
  app.route({
    method: 'DELETE',
    url: '/auth/totp',
    config: {
      ...config,
      limit: 'auth',
      errors: [
        identityErrors.credentialsInvalid,
        identityErrors.recentSignInRequired,
        identityErrors.totpInvalid,
        identityErrors.totpNotOn,
        identityErrors.totpAlreadyOn,
        identityErrors.accountLocked,
      ],
    },
    schema: {
      tags,
      summary: 'Turn sign-in codes off',
      description:
        'Takes a code, or a recovery code, and the password; of who has none a sign-in of the last ten minutes.',
      body: disableInput,
      response: { 200: totpAnswer },
    },
    handler: async (request, reply) => {
      const { caller, sessionId } = sessionOf(request);
      const { who, rows } = await system
        .as(caller)
        .read(readStanding(sessionId), readTotp(caller.claims!.sub));
      if (!rows[1][0]?.confirmedAt) throw refuse(identityErrors.totpNotOn);
      const standing = rows[0][0]!;
      const person = await personOf(deps, request, who, standing);
      await provePasswordOrPresence(deps, standing, {
        userId: person.id,
        sessionId,
        password: request.body.password,
        origin: originOf(request),
        wrong: identityErrors.credentialsInvalid,
      });
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
