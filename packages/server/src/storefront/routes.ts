import fastifyStatic from '@fastify/static';
import type { FastifyReply, FastifyRequest } from 'fastify';
import { join } from 'node:path';
import { AppError } from '../platform/errors.ts';
import type { App } from '../platform/http/route.ts';
import { idOrSlug, type CatalogReads } from '../domains/catalog/public.ts';
import type { Provider } from '../domains/payments/public.ts';
import { marketByCode } from '../market.ts';
import type { Store } from '../store.ts';
import { fillTemplate, readBuild, type Page, type StorefrontBuild } from './build.ts';
import { firstPictures, readFirstView, type GivenAnswer } from './first-view.ts';
import { makeHead } from './head.ts';
import { ownAddress } from './own-address.ts';
import { pageHeaders } from './policy.ts';
import { productFacts, type ProductFacts } from './product.ts';
import { visitorOf, type Visitor } from './visitor.ts';

export interface StorefrontDeps {
  folder: string;
  store: Store;
  publicUrl: string;
  /** The gateways that are configured. */
  providers: () => readonly Provider[];
  catalog: CatalogReads;
}

const YEAR_SECONDS = 31_536_000;

/** Answers a browser that asks for an address that is no page; false leaves it to the API's error. */
export type AnswerMissing = (request: FastifyRequest, reply: FastifyReply) => boolean;

/** The storefront (WEB-4): one page for all its addresses, with the head of each, and its assets, which never change. */
export async function storefrontRoutes(app: App, deps: StorefrontDeps): Promise<AnswerMissing> {
  const build = await readBuild(deps.folder);
  if (!build) return () => false;
  await serveAssets(app, build);
  for (const page of build.pages) {
    app.route({
      method: 'GET',
      url: page.path,
      config: { access: 'public' },
      schema: { hide: true },
      handler: async (request, reply) => {
        const own = ownAddress(request, deps.publicUrl);
        if (own) return reply.header('cache-control', 'no-store').redirect(own, 307);
        return sendPage(reply, await pageFor(request, page, { ...deps, build }));
      },
    });
  }
  return (request, reply) => {
    if (request.method !== 'GET' || !asksForPage(request)) return false;
    const answer = missingPage(visitorOf(request, deps.store), { ...deps, build });
    void sendPage(reply, answer);
    return true;
  };
}

interface Answer {
  status: number;
  html: string;
  headers: Record<string, string>;
}

type Rendering = StorefrontDeps & { build: StorefrontBuild };

async function pageFor(request: FastifyRequest, page: Page, deps: Rendering): Promise<Answer> {
  const { catalog, store } = deps;
  const visitor = visitorOf(request, store);
  const market = marketByCode(visitor.market, store);
  const [path, search] = addressOf(request);
  const slug =
    page.about === 'product' ? idOrSlug.safeParse((request.params as { slug?: string }).slug) : null;
  if (slug && !slug.success) return missingPage(visitor, deps);
  try {
    const reading = readFirstView(catalog, page, { market, search });
    // The product may be refused before the lists are there.
    reading.catch(() => {});
    const body = slug ? (await catalog.product(slug.data, market)).body.toString('utf8') : null;
    const answers = await reading;
    if (body === null) return render(deps, visitor, { page, path, answers });
    const own = { url: `/api/public/products/${encodeURIComponent(slug!.data)}`, body };
    return render(deps, visitor, { page, path, answers: [own, ...answers], product: productFacts(body) });
  } catch (error) {
    if (error instanceof AppError && error.kind.status < 500) return missingPage(visitor, deps);
    throw error;
  }
}

function missingPage(visitor: Visitor, deps: Rendering): Answer {
  const { missing } = deps.build;
  const nothing = { code: [], pictures: null, listed: false, pays: false };
  const page = { ...nothing, title: missing, description: missing };
  return render(deps, visitor, { page, path: '/', answers: [], status: 404 });
}

function render(
  deps: Rendering,
  { language, theme, market }: Visitor,
  told: {
    page: Pick<Page, 'title' | 'description' | 'listed' | 'pays' | 'code' | 'pictures'>;
    path: string;
    answers: readonly GivenAnswer[];
    product?: ProductFacts;
    status?: number;
  },
): Answer {
  const { build, store, publicUrl, providers } = deps;
  const { page, product = null, path, answers, status = 200 } = told;
  const { count = 0, sizes = '' } = page.pictures ?? {};
  const pictureUrls = product ? [product.imageUrl ?? []].flat() : firstPictures(answers, count);
  const { html, scriptSources } = makeHead({
    title: product?.title ?? (page.title[language] || store.name),
    description: product?.text ?? page.description[language] ?? '',
    shop: store.name,
    language,
    market,
    canonicalUrl: page.listed ? `${publicUrl}${path}` : null,
    publicUrl,
    product,
    pictures: { urls: pictureUrls, sizes },
    codeUrls: [...(build.sentences[language] ?? []), ...page.code],
    answers,
  });
  return {
    status,
    html: fillTemplate(build.template, { language, theme, head: html }),
    headers: pageHeaders({ inlineScripts: scriptSources, providers: page.pays ? providers() : null }),
  };
}

// Which assets a page names changes with each build, and its head with language and market.
function sendPage(reply: FastifyReply, { status, html, headers }: Answer): FastifyReply {
  return reply
    .code(status)
    .headers(headers)
    .header('cache-control', status === 200 ? 'private, no-cache' : 'no-store')
    .header('vary', 'Cookie, Accept-Language, Accept-Encoding')
    .type('text/html; charset=utf-8')
    .send(html);
}

/** Path and search, without the `?` between them. */
function addressOf({ url }: FastifyRequest): [path: string, search: string] {
  const [path = '/', search = ''] = url.split('?');
  return [path, search];
}

// A file of that name would have been found; a page has no ending, and nobody browses the API.
function asksForPage({ headers, url }: FastifyRequest): boolean {
  const path = url.split('?')[0]!;
  if (/^\/(api|assets|images|docs|dev|metrics)(\/|$)/.test(path) || /\.\w{1,5}$/.test(path)) return false;
  return (headers.accept ?? '').includes('text/html');
}

// A shopper who walks through a catalogue fetches dozens of files a minute: they cost nothing and count for nothing.
async function serveAssets(app: App, { folder }: StorefrontBuild): Promise<void> {
  const kept = { maxAge: YEAR_SECONDS * 1_000, immutable: true };
  await app.register(async (files) => {
    await files.register(fastifyStatic, { root: folder, serve: false, preCompressed: true });
    const send = (url: string, options: { maxAge: number; immutable: boolean }, file?: string) =>
      files.route({
        method: 'GET',
        url,
        config: { access: 'public', limit: 'none' },
        schema: { hide: true },
        handler: (request, reply) => {
          const { '*': name = '' } = request.params as { '*'?: string };
          return reply.sendFile(file ?? join('assets', name), options);
        },
      });
    send('/assets/*', kept);
    send('/favicon.svg', { maxAge: 86_400_000, immutable: false }, 'favicon.svg');
  });
}
