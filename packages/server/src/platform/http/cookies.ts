import type { FastifyReply } from 'fastify';

export interface CookieOptions {
  maxAgeSeconds: number;
  path?: string;
}

/**
 * Cookie names and flags by how the shop is reached: over HTTPS with the `__Host-`/`__Secure-` prefixes that stop other
 * hosts from setting them (RFC 6265bis §4.1.3), on http://localhost the same names without.
 */
export class CookieJar {
  readonly secure: boolean;

  constructor(publicUrl: string) {
    this.secure = new URL(publicUrl).protocol === 'https:';
  }

  /** A cookie for the whole host gets `__Host-`; one bound to a path can only have `__Secure-`. */
  name(base: string, path = '/'): string {
    if (!this.secure) return base;
    return `${path === '/' ? '__Host-' : '__Secure-'}${base}`;
  }

  set(reply: FastifyReply, base: string, value: string, { maxAgeSeconds, path = '/' }: CookieOptions): void {
    reply.setCookie(this.name(base, path), value, {
      httpOnly: true,
      secure: this.secure,
      sameSite: 'lax',
      path,
      maxAge: maxAgeSeconds,
    });
  }

  clear(reply: FastifyReply, base: string, path = '/'): void {
    this.set(reply, base, '', { maxAgeSeconds: 0, path });
  }
}
