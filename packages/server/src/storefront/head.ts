import { createHash } from 'node:crypto';
import { srcsetOf } from '../platform/http/images.ts';
import type { GivenAnswer } from './first-view.ts';
import type { ProductFacts } from './product.ts';

export interface HeadInput {
  title: string;
  description: string;
  /** Name of the shop. */
  shop: string;
  language: string;
  /** Address under which search engines shall know the page; null where they shall not. */
  canonicalUrl: string | null;
  /** Origin of the shop, without a slash at its end. */
  publicUrl: string;
  product: ProductFacts | null;
  /** The pictures seen first, and how wide they are shown. */
  pictures: { urls: readonly string[]; sizes: string };
  /** The sentences of the page's language and the code that draws it. */
  codeUrls: readonly string[];
  /** The market whose answers the page brings along. */
  market: string;
  answers: readonly GivenAnswer[];
}

export interface Head {
  html: string;
  /** Sources for the Content-Security-Policy: the hash of the one inline block there is. */
  scriptSources: string[];
}

const LOCALES: Record<string, string> = { en: 'en_US', et: 'et_EE', ru: 'ru_RU' };

/** Title, description, links and structured data of a page. Whatever comes from people is escaped. */
export function makeHead(input: HeadInput): Head {
  const { title, description, shop, canonicalUrl, product, publicUrl, language } = input;
  const fullTitle = title === shop ? title : `${title} · ${shop}`;
  const image = product?.imageUrl ? new URL(product.imageUrl, publicUrl).href : null;
  const data = product && canonicalUrl ? structuredData(product, { canonicalUrl, image, language }) : null;
  const block = data && asScriptText(JSON.stringify(data));
  const tags = [
    `<title>${escapeHtml(fullTitle)}</title>`,
    meta('name', 'application-name', shop),
    meta('name', 'description', description),
    canonicalUrl ? link('canonical', canonicalUrl) : meta('name', 'robots', 'noindex'),
    meta('property', 'og:title', title),
    meta('property', 'og:description', description),
    meta('property', 'og:site_name', shop),
    meta('property', 'og:type', product ? 'product' : 'website'),
    meta('property', 'og:locale', LOCALES[language] ?? 'en_US'),
    ...(canonicalUrl ? [meta('property', 'og:url', canonicalUrl)] : []),
    ...(image
      ? [meta('property', 'og:image', image), meta('name', 'twitter:card', 'summary_large_image')]
      : []),
    ...input.pictures.urls.map((url) => pictureLink(url, input.pictures.sizes)),
    ...input.codeUrls.map((url) => `<link rel="modulepreload" crossorigin href="${escapeHtml(url)}">`),
    ...(block ? [`<script type="application/ld+json">${block}</script>`] : []),
    ...input.answers.map((answer) => answerBlock(answer, input.market)),
  ];
  return { html: tags.join('\n    '), scriptSources: block ? [hashSource(block)] : [] };
}

function structuredData(
  product: ProductFacts,
  { canonicalUrl, image, language }: { canonicalUrl: string; image: string | null; language: string },
) {
  const { title, text, designer, category, currency, lowest, highest, offers, inStock } = product;
  const availability = `https://schema.org/${inStock ? 'InStock' : 'OutOfStock'}`;
  return {
    '@context': 'https://schema.org',
    '@type': 'Product',
    name: title,
    description: text,
    inLanguage: language,
    url: canonicalUrl,
    ...(image ? { image: [image] } : {}),
    ...(product.sku ? { sku: product.sku } : {}),
    brand: { '@type': 'Brand', name: designer },
    category,
    offers:
      offers === 1
        ? { '@type': 'Offer', price: lowest, priceCurrency: currency, availability, url: canonicalUrl }
        : {
            '@type': 'AggregateOffer',
            lowPrice: lowest,
            highPrice: highest,
            priceCurrency: currency,
            offerCount: offers,
            availability,
          },
  };
}

// A block of data: no browser runs it, so that no policy speaks of it.
function answerBlock({ url, body }: GivenAnswer, market: string): string {
  const about = `data-answer="${escapeHtml(url)}" data-market="${escapeHtml(market)}"`;
  return `<script type="application/json" ${about}>${asScriptText(body)}</script>`;
}

function pictureLink(url: string, sizes: string): string {
  const srcset = srcsetOf(url);
  const several = srcset ? ` imagesrcset="${escapeHtml(srcset)}" imagesizes="${escapeHtml(sizes)}"` : '';
  return `<link rel="preload" as="image" fetchpriority="high" href="${escapeHtml(url)}"${several}>`;
}

/** JSON that can stand inside a script element: nothing in it ends the element or a line. */
export function asScriptText(json: string): string {
  return json.replace(
    /[<>&\u2028\u2029]/g,
    (character) => `\\u${character.charCodeAt(0).toString(16).padStart(4, '0')}`,
  );
}

function hashSource(text: string): string {
  return `'sha256-${createHash('sha256').update(text).digest('base64')}'`;
}

function meta(kind: 'name' | 'property', name: string, content: string): string {
  return `<meta ${kind}="${name}" content="${escapeHtml(content)}">`;
}

function link(rel: string, href: string): string {
  return `<link rel="${rel}" href="${escapeHtml(href)}">`;
}

function escapeHtml(text: string): string {
  return text.replace(/[&<>"'`]/g, (character) => `&#${character.charCodeAt(0)};`);
}
