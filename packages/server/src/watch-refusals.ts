import type { FastifyRequest } from 'fastify';
import { originOf, type Suspicions } from './domains/audit/public.ts';
import { endChanged, type Caller } from './domains/identity/public.ts';
import { nobody, type Database } from './platform/db/database.ts';
import type { AppError } from './platform/errors.ts';
import { clientNetwork } from './platform/http/client-address.ts';
import { isSensitive } from './platform/http/route.ts';
import type { Logger } from './platform/log/logger.ts';

interface Watching {
  system: Database;
  suspicions: Suspicions;
  logger: Logger;
  now: () => Date;
}

// What those get who ask for what is another's, or guess at ids.
const ANOTHERS = new Set([
  'FORBIDDEN',
  'PAYMENT_NOT_OWNED',
  'ITEM_NOT_FOUND',
  'ORDER_NOT_FOUND',
  'PAYMENT_NOT_FOUND',
  'SESSION_NOT_FOUND',
]);

// Attempts to pay that no webhook tells of: the gateway would not begin, or the browser brought back a proof that is none. A
// declined card is counted when its webhook comes, and not again when the buyer comes back.
function isFailedPayment({ kind, details }: AppError): boolean {
  const failure = (details as { failure?: unknown } | undefined)?.failure;
  return kind.reason === 'PAYMENT_REFUSED' || (kind.reason === 'PAYMENT_INVALID' && failure === 'signature');
}

/** Looks at every refusal for what it tells of the one refused (AUTH-9, AUTH-12). Never throws. */
export function watchRefusals({ system, suspicions, logger, now }: Watching) {
  return async (request: FastifyRequest, refusal: AppError): Promise<void> => {
    const { kind, cause } = refusal;
    const claims = (request.caller as Caller | undefined)?.claims ?? null;
    const route = request.routeOptions.url ?? 'none';
    const who = {
      subjects: [claims ? `shopper:${claims.sub}` : `address:${clientNetwork(request)}`],
      subjectId: claims?.sub ?? null,
      origin: originOf(request),
    };
    const evidence = { method: request.method, route };
    if (kind.reason === 'CSRF_INVALID') {
      const { origin, 'sec-fetch-site': site } = request.headers;
      const sent = { origin: origin?.slice(0, 200) ?? null, site: site?.slice(0, 20) ?? null };
      return suspicions.raise({ kind: 'csrf_failed', ...who, evidence: { ...evidence, ...sent } });
    }
    // Whoever has not the role is told so without an id being looked at.
    if (ANOTHERS.has(kind.reason) && !Array.isArray(request.routeOptions.config.access))
      return suspicions.raise({ kind: 'probing', ...who, evidence: { ...evidence, reason: kind.reason } });
    if (isFailedPayment(refusal)) {
      const subjects = [...new Set([...who.subjects, `address:${clientNetwork(request)}`])];
      const reason = kind.reason;
      return suspicions.raise({ kind: 'card_testing', ...who, subjects, evidence: { ...evidence, reason } });
    }
    if (kind.reason === 'SESSION_CONTEXT_CHANGED' && claims && isSensitive(request.routeOptions.config)) {
      const problem = (cause as { detail?: string } | undefined)?.detail ?? 'unknown';
      const ended = endChanged({
        userId: claims.sub,
        sessionId: claims.sid,
        problem,
        origin: who.origin,
        now: now(),
      });
      // Waited for: with the answer the session is over.
      await system
        .as(nobody)
        .write(...ended)
        .catch((error: unknown) => logger.error({ err: error, requestId: request.id }, 'session not ended'));
    }
  };
}
