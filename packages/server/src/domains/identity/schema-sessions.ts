import { z } from 'zod';
import { id } from '../../platform/http/input.ts';

export const sessionParams = z.strictObject({ id });

export const sessionsAnswer = z.object({
  sessions: z.array(
    z.object({
      id,
      device: z.string().describe('Such as `Chrome on Windows`; empty where it is not known.'),
      userAgent: z.string(),
      ip: z.string().nullable(),
      transport: z.enum(['cookie', 'bearer']),
      createdAt: z.string(),
      lastSeenAt: z.string(),
      expiresAt: z.string(),
      current: z.boolean(),
    }),
  ),
});
export const endedAnswer = z.object({ ended: z.number().int() });
