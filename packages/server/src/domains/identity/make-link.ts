import type { Statement } from '../../platform/db/sql.ts';
import { hashToken, newToken } from './opaque-token.ts';
import { insertLink, type LinkPurpose } from './queries-links.ts';

const HOUR_MS = 3_600_000;

/** How long a link of each kind works, and the page of the shop it leads to. */
const LINKS: Record<LinkPurpose, { path: string; lifetimeMs: number }> = {
  verify_email: { path: '/verify-email', lifetimeMs: 48 * HOUR_MS },
  change_email: { path: '/change-email', lifetimeMs: HOUR_MS },
  reset_password: { path: '/reset-password', lifetimeMs: HOUR_MS },
};

/**
 * A link that works once, to be sent to an address: the statement that keeps it and what goes into the mail. The token
 * stands behind the `#`, which browsers send to nobody: neither logs nor other sites see it.
 */
export function makeLink(
  purpose: LinkPurpose,
  { userId, email, publicUrl, now }: { userId: string; email: string; publicUrl: string; now: Date },
): { url: string; secretUntil: Date; statement: Statement } {
  const token = newToken();
  const { path, lifetimeMs } = LINKS[purpose];
  const secretUntil = new Date(now.getTime() + lifetimeMs);
  return {
    url: `${publicUrl}${path}#token=${token}`,
    secretUntil,
    statement: insertLink({ userId, hash: hashToken(token), purpose, email, now, expiresAt: secretUntil }),
  };
}
