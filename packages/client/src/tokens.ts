/** What a bearer client keeps between its calls. */
export interface Tokens {
  accessToken?: string;
  refreshToken?: string;
  guestToken?: string;
}

/** Where tokens are kept, such as a phone's keychain. Several pages or processes may share it. */
export interface TokenStorage {
  get(): Tokens | null | Promise<Tokens | null>;
  set(tokens: Tokens | null): void | Promise<void>;
}

/** Keeps tokens as long as the process lives. */
export function memoryTokens(tokens: Tokens | null = null): TokenStorage {
  return {
    get: () => tokens,
    set: (next) => void (tokens = next),
  };
}
