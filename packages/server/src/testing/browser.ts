import { PASSWORD, type Answer, type TestApp } from './test-app.ts';

type Method = 'get' | 'post' | 'patch' | 'put' | 'delete';

/** A browser on the shop's own pages: keeps cookies by path, forgets expired ones, sends the CSRF token it last asked for. */
export class Browser {
  readonly cookies = new Map<string, { value: string; path: string }>();
  csrfToken = '';
  readonly #shop: TestApp;
  readonly #headers: Record<string, string>;

  constructor(shop: TestApp, headers: Record<string, string> = {}) {
    this.#shop = shop;
    this.#headers = headers;
  }

  async send(
    method: Method,
    url: string,
    body?: unknown,
    headers: Record<string, string> = {},
  ): Promise<Answer> {
    const cookie = this.cookieHeader(url);
    const all = {
      ...this.#headers,
      ...(cookie ? { cookie } : {}),
      ...(method !== 'get' && this.csrfToken ? { 'x-csrf-token': this.csrfToken } : {}),
      ...headers,
    };
    const client = this.#shop.client(all);
    const answer = method === 'get' ? await client.get(url) : await client[method](url, body);
    for (const { name, value, maxAge, path } of answer.cookies) {
      if (maxAge === 0) this.cookies.delete(name);
      else this.cookies.set(name, { value, path: String(path) });
    }
    return answer;
  }

  /** The Cookie header for this address. */
  cookieHeader(url: string): string {
    return [...this.cookies]
      .filter(([, { path }]) => url.startsWith(path))
      .map(([name, { value }]) => `${name}=${value}`)
      .join('; ');
  }

  /** Asks for a CSRF token and uses it from now on. */
  async takeCsrf(): Promise<string> {
    this.csrfToken = (await this.send('get', '/api/auth/csrf')).body.csrfToken;
    return this.csrfToken;
  }

  /** Signs up as a page would and is ready to write. */
  async signUp(
    email = `browser-${Math.random().toString(36).slice(2, 12)}@example.com`,
  ): Promise<{ email: string; userId: string }> {
    await this.takeCsrf();
    const answer = await this.send('post', '/api/auth/signup', { email, password: PASSWORD });
    if (answer.status !== 201) throw new Error(answer.text);
    await this.takeCsrf();
    return { email, userId: answer.body.user.id };
  }
}
