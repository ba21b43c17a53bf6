import type { FastifyRequest } from 'fastify';
import {
  listAlerts,
  listMySecurityEvents,
  listSecurityEvents,
  originOf,
  recordAudit,
} from '../audit/public.ts';
import type { Database } from '../../platform/db/database.ts';
import { readCursor } from '../../platform/http/time-cursor.ts';
import { sendJson, type App } from '../../platform/http/route.ts';
import type { Caller } from './caller.ts';
import { permissions } from './permissions.ts';
import {
  alertsAnswer,
  alertsQuery,
  eventsAnswer,
  eventsQuery,
  myEventsAnswer,
  myEventsQuery,
} from './schema-security.ts';

/** What happened to a person's account, not what staff watch him for. */
const OF_OWNER = [
  'refresh_reuse',
  'session_context_changed',
  'session_limit',
  'new_device',
  'new_network',
  'account_locked',
  'failed_logins_account',
  'totp_guessing',
  'csrf_failed',
];

/** Security events for staff and for whom they concern (AUTH-12), and the alerts they raised (AUD-5). */
export function securityRoutes(app: App, deps: SecurityDeps): void {
  myEventsRoute(app, deps);
  eventsRoute(app, deps);
  alertsRoute(app, deps);
}

interface SecurityDeps {
  system: Database;
  now: () => Date;
}

function myEventsRoute(app: App, { system }: SecurityDeps): void {
  app.route({
    method: 'GET',
    url: '/auth/security-events',
    config: { access: 'user' },
    schema: {
      tags: ['Identity'],
      summary: 'List what happened to my account',
      description: 'New devices, ended sessions, wrong passwords and the like, the newest first.',
      querystring: myEventsQuery,
      response: { 200: myEventsAnswer },
    },
    handler: async (request, reply) => {
      const { limit, cursor } = request.query;
      const page = listMySecurityEvents({ limit, after: readCursor(cursor), kinds: OF_OWNER });
      const { rows } = await system.as(request.caller).read(page);
      return sendJson(reply.header('cache-control', 'no-store'), rows[0][0]!.body);
    },
  });
}

function eventsRoute(app: App, { system, now }: SecurityDeps): void {
  // Whose account was looked at is written down (OPS-4).
  const seen = (request: FastifyRequest, targetKind: string, targetId: string | null) =>
    recordAudit({
      ...originOf(request),
      at: now(),
      actorId: (request.caller as Caller).claims!.sub,
      actorRole: (request.caller as Caller).claims!.role,
      action: `${targetKind}.read`,
      targetKind,
      targetId,
    });
  app.route({
    method: 'GET',
    url: '/admin/security-events',
    config: { access: permissions.readSecurity },
    schema: {
      tags: ['Admin'],
      summary: 'List security events',
      querystring: eventsQuery,
      response: { 200: eventsAnswer },
    },
    handler: async (request, reply) => {
      const { limit, cursor, kind = null, subjectId = null, ip = null, since, until } = request.query;
      const page = listSecurityEvents({
        limit,
        after: readCursor(cursor),
        kind,
        subjectId,
        ip,
        since: since === undefined ? null : new Date(since),
        until: until === undefined ? null : new Date(until),
      });
      const audit = seen(request, 'security_event', subjectId);
      const { rows } = await system.as(request.caller).write(page, audit);
      return sendJson(reply.header('cache-control', 'no-store'), rows[0][0]!.body);
    },
  });
}

function alertsRoute(app: App, { system }: SecurityDeps): void {
  app.route({
    method: 'GET',
    url: '/admin/alerts',
    config: { access: permissions.readSecurity },
    schema: {
      tags: ['Admin'],
      summary: 'List alerts',
      querystring: alertsQuery,
      response: { 200: alertsAnswer },
    },
    handler: async (request, reply) => {
      const { limit, cursor, rule = null } = request.query;
      const { rows } = await system
        .as(request.caller)
        .read(listAlerts({ limit, after: readCursor(cursor), rule }));
      return sendJson(reply.header('cache-control', 'no-store'), rows[0][0]!.body);
    },
  });
}
