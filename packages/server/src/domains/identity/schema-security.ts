import { z } from 'zod';
import { EVENT_KINDS } from '../../store-security.ts';
import { id } from '../../platform/http/input.ts';

const limit = z.coerce.number().int().min(1).max(100).default(50);
const cursor = z.string().min(1).max(500).optional();
const time = z.iso.datetime({ offset: true }).meta({ example: '2026-03-01T12:00:00Z' });

export const myEventsQuery = z.strictObject({ limit, cursor });
export const eventsQuery = z.strictObject({
  limit,
  cursor,
  kind: z.enum(EVENT_KINDS).optional(),
  subjectId: id.optional(),
  ip: z.union([z.ipv4(), z.ipv6()]).optional(),
  since: time.optional(),
  until: time.optional(),
});
export const alertsQuery = z.strictObject({ limit, cursor, rule: z.string().min(1).max(50).optional() });

const event = z.object({
  id,
  at: z.string(),
  kind: z.string(),
  ip: z.string().nullable(),
  userAgent: z.string().nullable(),
});
const nextCursor = z.string().nullable();

export const myEventsAnswer = z.object({ securityEvents: z.array(event), nextCursor });
export const eventsAnswer = z.object({
  securityEvents: z.array(
    event.extend({
      subjectId: id.nullable(),
      evidence: z.record(z.string(), z.unknown()),
      requestId: z.string().nullable(),
    }),
  ),
  nextCursor,
});
export const alertsAnswer = z.object({
  alerts: z.array(
    z.object({
      id,
      rule: z.string(),
      raisedAt: z.string(),
      since: z.string(),
      kinds: z.array(z.string()),
      events: z.number().int(),
      addresses: z.array(z.string()),
      subjects: z.array(id),
      webhook: z.object({
        tries: z.number().int(),
        sentAt: z.string().nullable(),
        error: z.string().nullable(),
      }),
    }),
  ),
  nextCursor,
});
