import { Link } from '@tanstack/react-router';
import { useMessages } from '../messages/messages.tsx';
import { SIZES } from '../shop/pictures.ts';
import type { ProductCard as Card } from '../shop/queries.ts';
import { Picture } from './picture.tsx';
import { Price } from './price.tsx';
import { Skeleton } from './states.tsx';
import { WishButton } from './wish-button.tsx';

/** A product in a grid. The whole card leads to it; the heart keeps it for later. */
export function ProductCard({ product, eager = false }: { product: Card; eager?: boolean }) {
  const { product: words } = useMessages();
  const { slug, title, imageUrl, designer, priceFrom, priceTo, compareAtPrice, currency, inStock } = product;
  return (
    <article className="group relative">
      <div className="relative">
        <Picture
          src={imageUrl}
          alt=""
          sizes={SIZES.card}
          eager={eager}
          className={inStock ? 'transition-opacity group-hover:opacity-90' : 'opacity-60'}
        />
        {(!inStock || compareAtPrice !== null) && (
          <span className="absolute bottom-2 left-2 rounded-sm bg-paper px-2 py-0.5 text-xs font-semibold">
            {inStock ? words.sale : words.soldOut}
          </span>
        )}
      </div>
      <h3 className="mt-3 font-sans text-sm leading-snug font-semibold tracking-normal text-pretty">
        <Link
          to="/products/$slug"
          params={{ slug }}
          className="line-clamp-2 after:absolute after:inset-0 hover:underline"
          title={title}
        >
          {title}
        </Link>
      </h3>
      <p className="mt-0.5 truncate text-sm text-quiet">{designer.name}</p>
      <p className="mt-1 text-sm font-medium">
        <Price price={priceFrom} before={compareAtPrice} currency={currency} from={priceTo > priceFrom} />
      </p>
      <div className="absolute top-1.5 right-1.5">
        <WishButton productId={product.id} title={title} />
      </div>
    </article>
  );
}

const GRID = 'grid grid-cols-2 gap-x-4 gap-y-8 sm:grid-cols-3 sm:gap-x-6';

/** Products side by side; while they are not there yet, places of the same size. */
export function ProductGrid({
  products,
  places = 8,
  wide = true,
  eager = 0,
}: {
  products: readonly Card[] | undefined;
  places?: number;
  wide?: boolean;
  /** How many of the first are in view at once. */
  eager?: number;
}) {
  const { site } = useMessages();
  const columns = `${GRID} ${wide ? 'lg:grid-cols-4' : ''}`;
  if (!products) {
    return (
      <div role="status" aria-label={site.loading} className={columns}>
        {Array.from({ length: places }, (_, index) => (
          <div key={index}>
            <Skeleton className="aspect-[4/5] rounded-md" />
            <Skeleton className="mt-3 h-4 w-4/5" />
            <Skeleton className="mt-2 h-4 w-1/2" />
            <Skeleton className="mt-2 h-4 w-1/4" />
          </div>
        ))}
      </div>
    );
  }
  return (
    <ul className={columns}>
      {products.map((product, index) => (
        <li key={product.id}>
          <ProductCard product={product} eager={index < eager} />
        </li>
      ))}
    </ul>
  );
}
