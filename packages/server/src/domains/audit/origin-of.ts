import type { Origin } from './queries.ts';

/** Where a request came from, as audit rows and security events keep it. */
export function originOf(request: { id: string; ip: string; headers: Record<string, string | string[] | undefined> }): Origin {
  return { requestId: request.id, ip: request.ip, userAgent: String(request.headers['user-agent'] ?? '').slice(0, 400) };
}
