import { randomUUID } from 'node:crypto';
import type { TestApp } from '../../testing/test-app.ts';

export const ME = '/api/auth/me';
export const MINUTE_MS = 60_000;
export const NEW_PASSWORD = 'Another-Horse-2';

/** An address that nobody has. */
export const newEmail = () => `recover-${randomUUID()}@example.com`;

/** What tests of links and passwords say to a shop and ask of its database. */
export function recoveryOf(shop: () => TestApp) {
  const post = (path: string, body: object) => shop().client().post(`/api/auth/${path}`, body);
  const rows = async (text: string, ...values: unknown[]) =>
    (await shop().database.admin.query(text, values)).rows;
  return {
    post,
    rows,
    logIn: (email: string, password: string) => post('login', { email, password, transport: 'bearer' }),
    /** What the audit log tells of a user, oldest first. */
    audited: async (userId: string) =>
      (await rows('select action from audit_log where target_id = $1 order by at, id', userId)).map(
        ({ action }) => action as string,
      ),
  };
}
