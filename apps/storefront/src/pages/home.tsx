import { Link } from '@tanstack/react-router';
import { useQuery } from '@tanstack/react-query';
import { useMessages } from '../messages/messages.tsx';
import { buttonClass } from '../parts/button.tsx';
import { Icon } from '../parts/icon.tsx';
import { Picture } from '../parts/picture.tsx';
import { Price } from '../parts/price.tsx';
import { ProductGrid } from '../parts/product-card.tsx';
import { Failure, Skeleton } from '../parts/states.tsx';
import { useTitle } from '../parts/use-title.ts';
import { SIZES } from '../shop/pictures.ts';
import { categoriesQuery, designersQuery, productsQuery, type ProductCard } from '../shop/queries.ts';

/** The front page: what is new, what kinds there are, and who makes it. */
export function Home() {
  const { home } = useMessages();
  useTitle(null, true);
  const { data, error, refetch } = useQuery(productsQuery({}, 9));
  const [first, ...others] = data?.products ?? [];
  if (error && !data) return <Failure level="h1" error={error} onRetry={() => void refetch()} />;
  return (
    <>
      <Hero first={first} others={others.slice(0, 2)} />
      <Kinds />
      <section aria-labelledby="newest" className="page mt-20">
        <div className="mb-6 flex flex-wrap items-baseline justify-between gap-x-6">
          <h2 id="newest" className="text-2xl">
            {home.newest}
          </h2>
          <Link
            to="/products"
            className="inline-flex min-h-11 items-center gap-2 text-sm font-semibold hover:underline"
          >
            {home.everything} <Icon name="arrow" size={18} />
          </Link>
        </div>
        <ProductGrid products={data && others.slice(0, 8)} places={8} />
      </section>
      <Makers />
    </>
  );
}

function Hero({ first, others }: { first: ProductCard | undefined; others: ProductCard[] }) {
  const { home } = useMessages();
  return (
    <section className="border-b border-line bg-sunken">
      <div className="page grid grid-cols-1 items-center gap-x-14 gap-y-8 py-8 md:grid-cols-[minmax(0,1.05fr)_minmax(0,1fr)] md:py-14">
        <div className="order-2 min-h-56 md:order-1">
          {first ? (
            <>
              <p className="text-sm font-semibold text-accent">{home.arrived}</p>
              <h1 className="mt-3 line-clamp-4 text-3xl">{first.title}</h1>
              <p className="mt-4 text-lg text-quiet">
                {home.by(first.designer.name)}
                <span aria-hidden="true"> · </span>
                <Price
                  price={first.priceFrom}
                  before={first.compareAtPrice}
                  currency={first.currency}
                  from={first.priceTo > first.priceFrom}
                />
              </p>
              <Link
                to="/products/$slug"
                params={{ slug: first.slug }}
                className={`mt-8 ${buttonClass('strong')} px-8`}
              >
                {home.see}
              </Link>
            </>
          ) : (
            <>
              <Skeleton className="h-5 w-32" />
              <Skeleton className="mt-4 h-24 w-full" />
              <Skeleton className="mt-4 h-6 w-52" />
              <Skeleton className="mt-8 h-11 w-36" />
            </>
          )}
        </div>
        <div className="order-1 grid grid-cols-[1.9fr_1fr] gap-3 sm:gap-4 md:order-2">
          {first ? <HeroPicture product={first} eager /> : <Skeleton className="aspect-[4/5]" />}
          <div className="grid content-between gap-3 sm:gap-4">
            {[0, 1].map((index) =>
              others[index] ? (
                <HeroPicture key={index} product={others[index]} />
              ) : (
                <Skeleton key={index} className="aspect-[4/5]" />
              ),
            )}
          </div>
        </div>
      </div>
    </section>
  );
}

function HeroPicture({ product, eager = false }: { product: ProductCard; eager?: boolean }) {
  return (
    <Link
      to="/products/$slug"
      params={{ slug: product.slug }}
      className="transition-opacity hover:opacity-90"
    >
      <Picture
        src={product.imageUrl}
        alt={product.title}
        eager={eager}
        sizes={eager ? SIZES.hero : SIZES.heroSide}
      />
    </Link>
  );
}

function Kinds() {
  const { home, catalogue } = useMessages();
  const { data: categories } = useQuery(categoriesQuery);
  return (
    <section aria-labelledby="kinds" className="page mt-14">
      <h2 id="kinds" className="mb-5 text-2xl">
        {home.categories}
      </h2>
      <ul className="grid grid-cols-2 gap-x-6 sm:grid-cols-3 lg:grid-cols-4">
        {(categories ?? Array.from({ length: 12 }, () => null)).map((category, index) => (
          <li key={category?.slug ?? index} className="border-b border-line">
            {category ? (
              <Link
                to="/products"
                search={{ category: category.slug }}
                className="flex h-full min-h-14 items-center justify-between gap-3 py-2 transition-colors hover:text-accent"
              >
                <span className="font-serif text-lg">{category.name}</span>
                <span className="text-sm text-quiet tabular-nums">
                  <span className="sr-only">{catalogue.found(category.productCount)}</span>
                  <span aria-hidden="true">{category.productCount}</span>
                </span>
              </Link>
            ) : (
              <Skeleton className="my-3 h-8" />
            )}
          </li>
        ))}
      </ul>
    </section>
  );
}

function Makers() {
  const { home } = useMessages();
  const { data: designers } = useQuery(designersQuery);
  if (!designers || designers.length === 0) return null;
  return (
    <section aria-labelledby="makers" className="page mt-20">
      <h2 id="makers" className="mb-6 text-2xl">
        {home.makers}
      </h2>
      <ul className="grid grid-cols-1 gap-x-10 gap-y-10 sm:grid-cols-2 lg:grid-cols-3">
        {designers.map(({ id, slug, name, bio, location, productCount, newestProduct }) => (
          <li key={id} className="relative flex gap-4">
            <Picture
              src={newestProduct?.imageUrl ?? null}
              alt=""
              sizes="6rem"
              className="w-24 shrink-0 self-start"
            />
            <div className="min-w-0">
              <h3 className="text-lg">
                <Link
                  to="/products"
                  search={{ designer: slug }}
                  className="after:absolute after:inset-0 hover:underline"
                >
                  {name}
                </Link>
              </h3>
              <p className="text-sm text-quiet">
                {[location, home.makerProducts(productCount)].filter(Boolean).join(' · ')}
              </p>
              <p className="mt-2 line-clamp-3 text-sm">{bio}</p>
            </div>
          </li>
        ))}
      </ul>
    </section>
  );
}
