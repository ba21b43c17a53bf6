import { mkdir, mkdtemp, rm, writeFile } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { afterAll, beforeAll, describe, expect, it } from 'vitest';
import type { PaymentGateway, Provider } from '../domains/payments/public.ts';
import { givenIn } from '../testing/given.ts';
import { startTestApp, type TestApp } from '../testing/test-app.ts';

const text = (word: string) => ({ en: `${word} en`, et: `${word} et`, ru: `${word} ru` });
const page = (path: string, more: object = {}) => ({
  path,
  title: text('Title'),
  description: text('About'),
  listed: false,
  about: 'nothing',
  pays: false,
  code: [],
  reads: [],
  pictures: null,
  ...more,
});
const LISTS = ['/api/public/markets', '/api/public/products?{search}limit=24'];
const BUILD = {
  pages: [
    page('/', { listed: true, title: { en: '', et: '', ru: '' } }),
    page('/products', { reads: LISTS, pictures: { count: 2, sizes: '46vw' }, code: ['/assets/list-1.js'] }),
    page('/products/:slug', { listed: true, about: 'product', pictures: { count: 1, sizes: '93vw' } }),
    page('/checkout/pay', { pays: true }),
    page('/cart'),
  ],
  missing: text('Missing'),
  sentences: { en: ['/assets/en-1.js'], et: ['/assets/et-1.js'], ru: ['/assets/ru-1.js'] },
};
const HTML = `<!doctype html><html lang="%language%" data-theme="%theme%"><head><!-- head --></head><body></body></html>`;

describe('the storefront', () => {
  let folder: string;
  let shop: TestApp;
  const gateways = new Map<Provider, PaymentGateway>();
  beforeAll(async () => {
    folder = await mkdtemp(join(tmpdir(), 'cartwright-pages-'));
    await mkdir(join(folder, 'assets'));
    await Promise.all([
      writeFile(join(folder, 'index.html'), HTML),
      writeFile(join(folder, 'pages.json'), JSON.stringify(BUILD)),
      writeFile(join(folder, 'favicon.svg'), '<svg xmlns="http://www.w3.org/2000/svg"/>'),
      writeFile(join(folder, 'assets', 'entry-1.js'), `console.log(${JSON.stringify('x'.repeat(3_000))})`),
      writeFile(join(folder, 'secret.txt'), 'not to be served'),
    ]);
    shop = await startTestApp({
      env: { PUBLIC_URL: 'https://shop.example' },
      deps: { storefrontFolder: folder, gateways },
    });
  });
  afterAll(async () => {
    await shop.close();
    await rm(folder, { recursive: true });
  });

  const open = (url: string, headers: Record<string, string> = {}) =>
    shop.app.inject({ url, headers: { accept: 'text/html', ...headers } });

  it('[WEB-4] answers its pages with head, language and a strict policy', async () => {
    const answer = await open('/cart', { 'accept-language': 'ru' });
    expect(answer.statusCode).toBe(200);
    expect(answer.body).toContain('<html lang="ru" data-theme="system">');
    expect(answer.body).toContain('<title>Title ru · Cartwright Sample Store</title>');
    expect(answer.body).toContain('<meta name="robots" content="noindex">');
    expect(answer.body).toContain('href="/assets/ru-1.js"');
    expect(answer.headers['cache-control']).toBe('private, no-cache');
    expect(answer.headers['vary']).toMatch(/Cookie/);
    const policy = String(answer.headers['content-security-policy']);
    expect(policy).toMatch(/^default-src 'none'; script-src 'self'; style-src 'self';/);
    expect(policy).not.toMatch(/unsafe|\*/);
  });

  it('[WEB-4] takes language, market and colours from what the visitor has chosen, and from nothing else', async () => {
    const chosen = await open('/', {
      cookie: 'cw_language=et; cw_theme=dark; cw_market=ee',
      'accept-language': 'ru',
    });
    expect(chosen.body).toContain('<html lang="et" data-theme="dark">');
    expect(chosen.body).toContain('<link rel="canonical" href="https://shop.example/">');
    const nonsense = await open('/', { cookie: 'cw_language="><script>; cw_theme=x; cw_market=__proto__' });
    expect(nonsense.body).toContain('<html lang="en" data-theme="system">');
    const estonian = await open('/', { cookie: 'cw_market=ee' });
    expect(estonian.body).toContain('<html lang="et"');
  });

  it('[WEB-4] tells of a product what its page will show: title, description, picture, price, stock', async () => {
    const title = `Mug </script><script>alert(1)</script> & "co" <!-- $& %theme%`;
    const { slug } = await givenIn(shop.database).variant({ title, price: '12.50', stock: 3 });
    const answer = await open(`/products/${slug}`);
    expect(answer.statusCode).toBe(200);
    expect(answer.body).not.toContain('<script>alert');
    expect(answer.body.match(/<script/g)).toHaveLength(2);
    expect(given(answer.body)[`/api/public/products/${slug}`]).toMatchObject({ product: { title } });
    const [, block] = /<script type="application\/ld\+json">(.*?)<\/script>/s.exec(answer.body)!;
    expect(JSON.parse(block!)).toMatchObject({
      '@type': 'Product',
      name: title,
      url: `https://shop.example/products/${slug}`,
      offers: {
        '@type': 'Offer',
        price: '12.50',
        priceCurrency: 'USD',
        availability: 'https://schema.org/InStock',
      },
    });
    expect(answer.headers['content-security-policy']).toMatch(/script-src 'self' 'sha256-[\w+/]{43}='/);
    expect(answer.body).toContain(`<link rel="canonical" href="https://shop.example/products/${slug}">`);
  });

  it('[WEB-4] brings along what its first view asks for, as the API answers it in the visitor’s market', async () => {
    await givenIn(shop.database).variant({ title: '</script><img src=x>', price: '3.50' });
    for (const market of ['us', 'ee'] as const) {
      const { body } = await open('/products', { cookie: `cw_market=${market}` });
      expect(body).toContain('<link rel="modulepreload" crossorigin href="/assets/list-1.js">');
      expect(body).toContain(`data-market="${market}"`);
      expect(body).not.toContain('<img src=x>');
      for (const [url, told] of Object.entries(given(body))) {
        const asked = await shop.app.inject({ url, headers: { 'x-market': market } });
        expect(told, url).toEqual(asked.json());
      }
      expect(Object.keys(given(body))).toEqual(['/api/public/markets', '/api/public/products?limit=24']);
    }
    const searched = given((await open('/products?category=given-category')).body);
    expect(searched['/api/public/products?category=given-category&limit=24']).toHaveProperty(
      'products.0.slug',
    );
    const odd = ['?sort=nonsense', '?q=a&q=b', `?q=${'x'.repeat(300)}`, '?limit=5', '?cursor=x'];
    for (const search of odd) {
      const { statusCode, body } = await open(`/products${search}`);
      expect(statusCode, search).toBe(200);
      expect(
        Object.keys(given(body)).filter((url) => url.startsWith('/api/public/products')),
        search,
      ).toEqual([]);
    }
  });

  it('[WEB-4] names its first picture, in the width in which it will be shown', async () => {
    const { slug, productId } = await givenIn(shop.database).variant({ price: '3.50' });
    const show = (url: string | null) =>
      shop.database.admin.query('update products set image_url = $2 where id = $1', [productId, url]);
    await show('/images/sample/balancing-moon.webp');
    const { body } = await open(`/products/${slug}`);
    const [, srcset, sizes] =
      /<link rel="preload" as="image"[^>]*imagesrcset="([^"]*)" imagesizes="([^"]*)"/.exec(body)!;
    expect(sizes).toBe('93vw');
    const bytes: number[] = [];
    for (const candidate of srcset!.split(', ')) {
      const picture = await shop.app.inject({ url: candidate.split(' ')[0]! });
      expect(picture.statusCode).toBe(200);
      expect(picture.headers['content-type']).toBe('image/webp');
      expect(picture.headers['cache-control']).toMatch(/max-age=604800/);
      bytes.push(picture.rawPayload.length);
    }
    expect(bytes).toEqual([...new Set(bytes)].sort((a, b) => a - b));
    await show('https://elsewhere.example/picture.jpg?a=1&b="2"');
    const elsewhere = (await open(`/products/${slug}`)).body;
    expect(elsewhere).toMatch(/as="image" fetchpriority="high" href="https:\/\/elsewhere[^"<>]*">/);
    await show(null);
    expect((await open(`/products/${slug}`)).body).not.toContain('as="image"');
  });

  it.each(['99', '../240', 'x', '240/../480'])(
    '[WEB-4] sends a picture as it is for the width %s',
    async (width) => {
      const url = '/images/sample/balancing-moon.webp';
      const whole = (await shop.app.inject({ url })).rawPayload;
      const asked = await shop.app.inject({ url, query: { width } });
      expect(asked.rawPayload.equals(whole)).toBe(true);
    },
  );

  it.each([
    '/products/nothing-of-the-kind',
    '/products/%00',
    `/products/${'x'.repeat(290)}`,
    '/nowhere',
    '/accounts',
  ])('[WEB-4] answers 404 with a page at %s', async (url) => {
    const answer = await open(url);
    expect(answer.statusCode).toBe(404);
    expect(answer.headers['content-type']).toMatch(/html/);
    expect(answer.body).toContain('Missing en');
    expect(answer.headers['cache-control']).toBe('no-store');
    expect(answer.headers['content-security-policy']).toContain("script-src 'self'");
  });

  it.each([
    '/api/nothing',
    '/api',
    '/assets/nothing.js',
    '/assets/../secret.txt',
    '/secret.txt',
    '/docs/nothing',
  ])('[API-3] leaves %s to the API’s error', async (url) => {
    const answer = await open(url);
    expect(answer.statusCode).toBe(404);
    expect(answer.json()).toMatchObject({ error: { reason: 'ROUTE_NOT_FOUND' } });
  });

  it('[API-3] leaves clients that ask for no page to the API’s error', async () => {
    const answer = await open('/nowhere', { accept: 'application/json' });
    expect(answer.json().error.reason).toBe('ROUTE_NOT_FOUND');
    const posted = await shop.app.inject({ method: 'POST', url: '/cart', headers: { accept: 'text/html' } });
    expect(posted.json().error.reason).toBe('ROUTE_NOT_FOUND');
  });

  it('[WEB-4] lets browsers keep assets for ever, and counts neither them nor pictures', async () => {
    const limited = await startTestApp({
      env: { RATE_LIMITS: 'on' },
      deps: { storefrontFolder: folder },
    });
    const answers = await Promise.all(
      Array.from({ length: 400 }, () => limited.app.inject({ url: '/assets/entry-1.js' })),
    );
    expect(new Set(answers.map(({ statusCode }) => statusCode))).toEqual(new Set([200]));
    expect(answers[0]!.headers['cache-control']).toBe('public, max-age=31536000, immutable');
    expect((await limited.app.inject({ url: '/images/sample/balancing-moon.webp' })).statusCode).toBe(200);
    expect((await limited.app.inject({ url: '/favicon.svg' })).headers['content-type']).toMatch(/svg/);
    await limited.close();
  });

  it('[WEB-4] [API-10] allows a provider’s scripts where is paid and where it is configured, and nowhere else', async () => {
    const of = async (url: string) => String((await open(url)).headers['content-security-policy']);
    expect(await of('/checkout/pay')).not.toMatch(/stripe|razorpay|unsafe/);
    gateways.set('stripe', {} as PaymentGateway);
    const paying = await of('/checkout/pay');
    // Stripe's script opens frames, and fetches parts of itself, under names below its own.
    expect(paying).toContain(
      "script-src 'self' https://js.stripe.com https://*.js.stripe.com; style-src 'self' 'unsafe-inline';",
    );
    expect(paying).toContain(
      'frame-src https://js.stripe.com https://*.js.stripe.com https://hooks.stripe.com;',
    );
    expect(paying).not.toMatch(/razorpay/);
    // Wallets are offered in Stripe's frame.
    const wallets = async (url: string) =>
      /payment=\((.*?)\)/.exec(String((await open(url)).headers['permissions-policy']))![1];
    expect(await wallets('/checkout/pay')).toMatch(/^self "https:\/\/js\.stripe\.com" /);
    expect(await wallets('/cart')).toBe('self');
    expect(await of('/cart')).not.toMatch(/stripe|unsafe/);
    gateways.delete('stripe');
    gateways.set('razorpay', {} as PaymentGateway);
    expect(await of('/checkout/pay')).toContain(
      "script-src 'self' https://*.razorpay.com; style-src 'self' 'unsafe-inline';",
    );
    expect(await of('/cart')).not.toMatch(/razorpay|unsafe/);
    gateways.delete('razorpay');
  });

  it('[WEB-4] is not there where nothing was built', async () => {
    const bare = await startTestApp({ deps: { storefrontFolder: join(folder, 'assets') } });
    const answer = await bare.app.inject({ url: '/', headers: { accept: 'text/html' } });
    expect(answer.json()).toMatchObject({ error: { reason: 'ROUTE_NOT_FOUND' } });
    await bare.close();
  });
});

/** The answers that a page brings along. */
function given(html: string): Record<string, unknown> {
  const blocks = html.matchAll(
    /<script type="application\/json" data-answer="([^"]*)"[^>]*>(.*?)<\/script>/gs,
  );
  return Object.fromEntries(
    [...blocks].map(([, url, json]) => [url!.replaceAll('&#38;', '&'), JSON.parse(json!) as unknown]),
  );
}
