import { clientAddress, type Connected } from '../../platform/http/client-address.ts';
import type { Origin } from './queries.ts';

/** Where a request came from, as audit rows, security events and sessions keep it. */
export function originOf(
  request: Connected & { id: string; headers: Record<string, string | string[] | undefined> },
): Origin {
  return {
    requestId: request.id,
    ip: clientAddress(request),
    userAgent: String(request.headers['user-agent'] ?? '').slice(0, 400),
  };
}
