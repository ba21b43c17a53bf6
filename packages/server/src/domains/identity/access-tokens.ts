import { createDecoder, createSigner, createVerifier, TokenError } from 'fast-jwt';
import { z } from 'zod';
import { refuse } from '../../platform/errors.ts';
import { identityErrors } from './errors.ts';

/** Claims of AUTH-3; times in seconds since 1970. */
export interface AccessClaims {
  sub: string;
  sid: string;
  role: string;
  market: string;
}

export const ACCESS_SECONDS = 30 * 60;
const CLOCK_TOLERANCE_SECONDS = 60;
const REMEMBERED = 5_000;
const ALGORITHM = 'HS256';

const claimsSchema = z.object({
  sub: z.uuid(),
  sid: z.uuid(),
  role: z.string(),
  market: z.string(),
  iat: z.number(),
  exp: z.number(),
});

type SignedClaims = z.infer<typeof claimsSchema>;

/** Signs and checks access tokens (RFC 7519) with the configured keys: the first signs, all verify. */
export class AccessTokens {
  readonly #sign: (claims: object) => string;
  readonly #verifiers: ReadonlyMap<string, (token: string) => unknown>;
  readonly #now: () => Date;
  readonly #issuer: string;
  readonly #header = createDecoder({ complete: true });
  readonly #known = new Map<string, SignedClaims>();

  constructor(options: { keys: readonly { id: string; secret: string }[]; issuer: string; now: () => Date }) {
    const [current] = options.keys;
    if (!current) throw new Error('no signing key is configured');
    const audience = 'cartwright';
    this.#now = options.now;
    this.#issuer = options.issuer;
    this.#sign = createSigner({
      key: current.secret,
      algorithm: ALGORITHM,
      kid: current.id,
      iss: options.issuer,
      aud: audience,
    });
    this.#verifiers = new Map(
      options.keys.map(({ id, secret }) => [
        id,
        createVerifier({
          key: secret,
          algorithms: [ALGORITHM],
          allowedIss: options.issuer,
          allowedAud: audience,
          requiredClaims: ['iss', 'aud'],
          ignoreExpiration: true,
        }),
      ]),
    );
  }

  /** A token for 30 minutes from now. */
  issue(claims: AccessClaims): string {
    const iat = Math.floor(this.#now().getTime() / 1_000);
    return this.#sign({ ...claims, iat, exp: iat + ACCESS_SECONDS });
  }

  /** The claims of a token that is ours and not over; TOKEN_EXPIRED or TOKEN_INVALID otherwise. */
  verify(token: string): AccessClaims {
    const claims = this.#known.get(token) ?? this.#remember(token);
    const seconds = this.#now().getTime() / 1_000;
    if (claims.iat > seconds + CLOCK_TOLERANCE_SECONDS) throw refuse(identityErrors.tokenInvalid);
    if (claims.exp <= seconds) throw refuse(identityErrors.tokenExpired);
    return claims;
  }

  get issuer(): string {
    return this.#issuer;
  }

  // A verified signature may be remembered; whether the session still lives is asked of the database every time.
  #remember(token: string): SignedClaims {
    const claims = claimsSchema.safeParse(this.#verified(token));
    if (!claims.success) throw refuse(identityErrors.tokenInvalid);
    if (this.#known.size >= REMEMBERED) this.#known.delete(this.#known.keys().next().value!);
    this.#known.set(token, claims.data);
    return claims.data;
  }

  #verified(token: string): unknown {
    if (token.length > 2_048) throw refuse(identityErrors.tokenInvalid);
    try {
      const { header } = this.#header(token) as { header: { kid?: unknown; alg?: unknown } };
      const verify = typeof header.kid === 'string' ? this.#verifiers.get(header.kid) : undefined;
      if (!verify || header.alg !== ALGORITHM) throw refuse(identityErrors.tokenInvalid);
      return verify(token);
    } catch (error) {
      if (error instanceof TokenError) throw refuse(identityErrors.tokenInvalid);
      throw error;
    }
  }
}
