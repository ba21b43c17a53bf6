import { mkdtemp, mkdir, rm, writeFile } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { afterAll, beforeAll, describe, expect, it } from 'vitest';
import { startTestApp, type TestApp } from '../testing/test-app.ts';
import { ownAddress } from './own-address.ts';

const OWN = 'http://localhost:4000';
const ask = (host: string | undefined, url = '/cart?a=b', own = OWN) =>
  ownAddress({ headers: host === undefined ? {} : { host }, url }, own);

describe('a page that is asked for under another name of this machine', () => {
  it.each(['127.0.0.1:4000', '127.0.0.2:4000', '[::1]:4000'])('[WEB-4] leads from %s to its own', (host) => {
    expect(ask(host)).toBe('http://localhost:4000/cart?a=b');
  });

  it('[WEB-4] leads to an address of numbers where that is its own', () => {
    expect(ask('localhost:4000', '/', 'http://127.0.0.1:4000')).toBe('http://127.0.0.1:4000/');
  });

  it.each([
    ['its own name', 'localhost:4000', OWN],
    ['another port, such as a tunnel’s', '127.0.0.1:8080', OWN],
    ['no port', '127.0.0.1', OWN],
    ['a name that only looks like it', '127.0.0.1.evil.example:4000', OWN],
    ['another machine', 'evil.example:4000', OWN],
    ['another machine of the house', '192.168.1.7:4000', OWN],
    ['nothing readable', 'local host', OWN],
    ['a user before it', 'x@127.0.0.1.evil:4000', OWN],
    ['no name at all', undefined, OWN],
    ['the proxy of a shop on the net', '127.0.0.1:4000', 'https://shop.example:4000'],
  ])('[WEB-4] stays with %s', (_, host, own) => {
    expect(ask(host, '/', own)).toBeNull();
  });

  it('[WEB-4] never leads to another host, whatever the path says', () => {
    for (const path of ['//evil.example/', '///evil.example', '/\\evil.example', '/%2f/evil.example'])
      expect(new URL(ask('127.0.0.1:4000', path)!).host).toBe('localhost:4000');
  });
});

describe('the storefront under two names', () => {
  let folder: string;
  let shop: TestApp;
  beforeAll(async () => {
    folder = await mkdtemp(join(tmpdir(), 'cartwright-names-'));
    await mkdir(join(folder, 'assets'));
    const text = { en: 'x', et: 'x', ru: 'x' };
    const page = {
      path: '/cart',
      title: text,
      description: text,
      listed: false,
      about: 'nothing',
      pays: false,
      code: [],
      reads: [],
      pictures: null,
    };
    const pages = { pages: [page], missing: text, sentences: {} };
    const html = '<html lang="%language%" data-theme="%theme%"><head><!-- head --></head></html>';
    await writeFile(join(folder, 'pages.json'), JSON.stringify(pages));
    await writeFile(join(folder, 'index.html'), html);
    await writeFile(join(folder, 'favicon.svg'), '<svg/>');
    shop = await startTestApp({ env: { PUBLIC_URL: OWN }, deps: { storefrontFolder: folder } });
  });
  afterAll(async () => {
    await shop.close();
    await rm(folder, { recursive: true });
  });

  it('[WEB-4] [API-10] sends pages to their own name, keeps nothing of it, and leaves the API alone', async () => {
    const get = (url: string, host: string) =>
      shop.app.inject({ url, headers: { host, accept: 'text/html' } });
    const answer = await get('/cart?from=mail', '127.0.0.1:4000');
    expect(answer.statusCode).toBe(307);
    expect(answer.headers['location']).toBe('http://localhost:4000/cart?from=mail');
    expect(answer.headers['cache-control']).toBe('no-store');
    expect((await get('/cart', 'localhost:4000')).statusCode).toBe(200);
    expect((await get('/api/health', '127.0.0.1:4000')).statusCode).toBe(200);
  });
});
