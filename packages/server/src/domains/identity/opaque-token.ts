import { createHash, createHmac, randomBytes } from 'node:crypto';

/** 256 random bits that mean nothing by themselves; the database keeps only their SHA-256. */
export function newToken(): string {
  return randomBytes(32).toString('base64url');
}

export function hashToken(token: string): Buffer {
  return createHash('sha256').update(token).digest();
}

/**
 * The one token that follows this one. Derived, so that two tabs refreshing together get the same successor although
 * only its hash is kept (L-20); without the server's secret nobody can take the step.
 */
export function successorOf(token: string, secret: string): string {
  return createHmac('sha256', secret).update(`refresh-successor:${token}`).digest('base64url');
}
