import { CartwrightError } from '@cartwright/client';
import { useQuery } from '@tanstack/react-query';
import { getRouteApi, Link } from '@tanstack/react-router';
import { useState } from 'react';
import { useMessages } from '../messages/messages.tsx';
import { Picture } from '../parts/picture.tsx';
import { ProductGrid } from '../parts/product-card.tsx';
import { Failure, Skeleton } from '../parts/states.tsx';
import { useTitle } from '../parts/use-title.ts';
import { SIZES } from '../shop/pictures.ts';
import { productQuery, productsQuery, type Product } from '../shop/queries.ts';
import { Missing } from './missing.tsx';
import { BuyBox } from './product/buy-box.tsx';
import { useChoice } from './product/use-choice.ts';

const route = getRouteApi('/products/$slug');

/** One product: pictures, variants, and everything needed to decide. */
export function ProductPage() {
  const { slug } = route.useParams();
  const { product: words } = useMessages();
  const { data, error, refetch } = useQuery(productQuery(slug));
  useTitle(data?.title);
  if (error && !data) {
    const gone = error instanceof CartwrightError && error.code < 500 && error.code !== 429;
    if (gone) return <Missing title={words.gone} text={words.goneText} />;
    return <Failure level="h1" error={error} onRetry={() => void refetch()} />;
  }
  return data ? <Shown key={data.id} product={data} /> : <Places />;
}

function Shown({ product }: { product: Product }) {
  const { product: words, site } = useMessages();
  const choice = useChoice(product);
  const { category, designer, descriptionHtml, title } = product;
  const [picture, setPicture] = useState<string | null>(null);
  const shown = picture ?? choice.variant?.imageUrl ?? product.imageUrl;
  return (
    <div className="page pt-4 sm:pt-6">
      <nav aria-label={site.path} className="mb-4 text-sm text-quiet">
        <ol className="flex flex-wrap items-center gap-x-2">
          <li>
            <Link to="/products" className="inline-block py-2 hover:underline">
              {site.allProducts}
            </Link>
          </li>
          <li aria-hidden="true">/</li>
          <li>
            <Link
              to="/products"
              search={{ category: category.slug }}
              className="inline-block py-2 hover:underline"
            >
              {category.name}
            </Link>
          </li>
        </ol>
      </nav>
      <div className="grid grid-cols-1 gap-x-14 gap-y-8 md:grid-cols-2 lg:grid-cols-[minmax(0,1.1fr)_minmax(0,1fr)]">
        <div className="md:sticky md:top-24 md:self-start">
          <Picture src={shown} alt={title} eager sizes={SIZES.product} className="rounded-lg" />
          <Thumbnails product={product} shown={shown} onPick={setPicture} />
        </div>
        <div className="max-w-xl min-w-0">
          <p className="text-sm text-quiet">
            {words.by}{' '}
            <Link
              to="/products"
              search={{ designer: designer.slug }}
              className="font-semibold text-ink underline underline-offset-4"
            >
              {designer.name}
            </Link>
          </p>
          <h1 className={`mt-2 break-words ${title.length > 70 ? 'text-xl' : 'text-2xl'}`}>{title}</h1>
          <BuyBox product={product} choice={choice} />
          <section aria-labelledby="about" className="mt-10 border-t border-line pt-6">
            <h2 id="about" className="mb-3 text-lg">
              {words.about}
            </h2>
            {/* Cleaned by the server when it is written; only plain markup is left of it. */}
            <div className="prose" dangerouslySetInnerHTML={{ __html: descriptionHtml }} />
            {choice.variant?.sku && (
              <p className="mt-6 text-xs text-quiet">
                {words.sku}: {choice.variant.sku}
              </p>
            )}
          </section>
        </div>
      </div>
      <Related product={product} />
    </div>
  );
}

function Thumbnails({
  product,
  shown,
  onPick,
}: {
  product: Product;
  shown: string | null;
  onPick: (url: string) => void;
}) {
  const { product: words } = useMessages();
  const urls = [...new Set([product.imageUrl, ...product.images.map(({ url }) => url)])].filter(
    (url) => url !== null,
  );
  if (urls.length < 2) return null;
  return (
    <ul className="mt-3 grid grid-cols-5 gap-2">
      {urls.slice(0, 10).map((url, index) => (
        <li key={url}>
          <button
            type="button"
            aria-label={words.picture(index + 1)}
            aria-pressed={url === shown}
            onClick={() => onPick(url)}
            className="block w-full rounded-md border-2 border-transparent aria-pressed:border-accent"
          >
            <Picture src={url} alt="" sizes="6rem" className="rounded-sm" />
          </button>
        </li>
      ))}
    </ul>
  );
}

function Related({ product }: { product: Product }) {
  const { product: words } = useMessages();
  const { data } = useQuery(productsQuery({ category: product.category.slug }, 5));
  const others = data?.products.filter(({ id }) => id !== product.id).slice(0, 4);
  if (others?.length === 0) return null;
  return (
    <section aria-labelledby="related" className="mt-24">
      <h2 id="related" className="mb-6 text-2xl">
        {words.more(product.category.name)}
      </h2>
      <ProductGrid products={others} places={4} />
    </section>
  );
}

function Places() {
  return (
    <div className="page pt-4 sm:pt-6" aria-busy="true">
      <Skeleton className="mb-4 h-10 w-48" />
      <div className="grid grid-cols-1 gap-x-14 gap-y-8 md:grid-cols-2 lg:grid-cols-[minmax(0,1.1fr)_minmax(0,1fr)]">
        <Skeleton className="aspect-[4/5] rounded-lg" />
        <div className="max-w-xl">
          <Skeleton className="h-5 w-40" />
          <Skeleton className="mt-3 h-20" />
          <Skeleton className="mt-4 h-8 w-32" />
          <Skeleton className="mt-8 h-24" />
          <Skeleton className="mt-6 h-12" />
        </div>
      </div>
    </div>
  );
}
