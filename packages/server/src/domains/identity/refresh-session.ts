import { recordAudit, recordSecurityEvent, type Origin } from '../audit/public.ts';
import { nobody, type Database, type Tx } from '../../platform/db/database.ts';
import type { ErrorKind } from '../../platform/errors.ts';
import { endChanged } from './end-changed.ts';
import { identityErrors } from './errors.ts';
import type { Fingerprint } from './device.ts';
import { hashToken, successorOf } from './opaque-token.ts';
import {
  insertRefreshToken,
  lockRefreshToken,
  prolongSession,
  readRefreshContext,
  revokeSession,
  rotateRefreshToken,
  type RefreshState,
} from './session-queries.ts';
import {
  issueTokens,
  sessionSeconds,
  type IssuedTokens,
  type SessionPolicy,
  type Transport,
} from './start-session.ts';

/** Two tabs may send the same token within this time; later it is theft (L-20). */
const GRACE_MS = 15_000;

/** Where a token comes from: the client, and whether in a cookie or by hand. */
export type RefreshOrigin = Origin & Fingerprint & { transport: Transport };

interface Refreshed {
  userId: string;
  transport: Transport;
  issued: IssuedTokens;
}

interface Refused {
  refusal: ErrorKind<string, undefined>;
  /** Whose session this very attempt ended. */
  ended?: string;
}

/**
 * Exchanges a refresh token for its successor and a new access token (AUTH-4). The immediate parent of the current token,
 * sent again within 15 seconds by the same client, gets the same successor; any other rotated token revokes the session.
 * A refusal is returned, not thrown: what it revoked is to be committed.
 */
export async function refreshSession(
  system: Database,
  refreshToken: string,
  origin: RefreshOrigin,
  policy: SessionPolicy & { successorSecrets: readonly string[] },
): Promise<Refreshed | Refused> {
  return system.as(nobody).transaction((tx) => decide(tx, refreshToken, origin, policy));
}

async function decide(
  tx: Tx,
  token: string,
  origin: RefreshOrigin,
  policy: SessionPolicy & { successorSecrets: readonly string[] },
): Promise<Refreshed | Refused> {
  const now = policy.now();
  const hash = hashToken(token);
  const [[state]] = await tx.run(
    lockRefreshToken(hash, { ...origin, ipRule: policy.store.accounts.sessionAddress }),
  );
  // A cookie holds what a browser was given, and nothing else: a sibling domain can plant one with the token of its own account.
  if (!state || state.transport !== origin.transport) return { refusal: identityErrors.refreshInvalid };
  if (state.revoked || state.expiresAt <= now) return { refusal: identityErrors.sessionRevoked };
  const [[person]] = await tx.run(readRefreshContext(state));
  if (!person?.active) return { refusal: identityErrors.accountInactive };
  const successor = successorFor(token, state, policy.successorSecrets);
  if (state.rotatedAt === null && state.problem !== null) {
    await tx.run(...endChanged({ ...state, problem: state.problem, origin, now }));
    return { refusal: identityErrors.sessionContextChanged, ended: state.userId };
  }
  if (state.rotatedAt === null) {
    await rotate(tx, { hash, successor, state, role: person.role, origin, now, policy });
  } else if (!mayRepeat(state, person.successorRotated, origin, now)) {
    await tx.run(
      revokeSession({ ...state, because: 'refresh token reused', now }),
      recordSecurityEvent({
        ...origin,
        at: now,
        kind: 'refresh_reuse',
        subjectId: state.userId,
        evidence: { sessionId: state.sessionId, rotatedAt: state.rotatedAt },
      }),
      recordAudit({
        ...origin,
        at: now,
        // Whoever sends a token of before need not be the one it was given to.
        actorId: null,
        actorRole: 'anonymous',
        action: 'user.refresh_reused',
        targetKind: 'user',
        targetId: state.userId,
        after: { endedSession: state.sessionId },
      }),
    );
    return { refusal: identityErrors.refreshReused, ended: state.userId };
  }
  const issued = issueTokens({ id: state.userId, ...person }, state.sessionId, successor, policy);
  return { userId: state.userId, transport: state.transport, issued };
}

// Of a token rotated already the very successor it was given, whichever key derived that.
function successorFor(token: string, { successorHash }: RefreshState, secrets: readonly string[]): string {
  const known = secrets.map((secret) => successorOf(token, secret));
  return known.find((one) => successorHash?.equals(hashToken(one))) ?? known[0]!;
}

function mayRepeat(state: RefreshState, successorRotated: boolean, origin: Origin, now: Date): boolean {
  const age = now.getTime() - state.rotatedAt!.getTime();
  return (
    age <= GRACE_MS && !successorRotated && origin.userAgent === state.userAgent && state.problem === null
  );
}

async function rotate(
  tx: Tx,
  step: {
    hash: Buffer;
    successor: string;
    state: RefreshState;
    role: string;
    origin: Origin;
    now: Date;
    policy: SessionPolicy;
  },
): Promise<void> {
  const { state, now } = step;
  const successorHash = hashToken(step.successor);
  const expiresAt = new Date(now.getTime() + sessionSeconds(step.role, step.policy.store) * 1_000);
  await tx.run(
    rotateRefreshToken({ hash: step.hash, successorHash, now }),
    insertRefreshToken({ ...state, hash: successorHash, now, expiresAt }),
    prolongSession({ ...step.origin, userId: state.userId, sessionId: state.sessionId, now, expiresAt }),
  );
}
