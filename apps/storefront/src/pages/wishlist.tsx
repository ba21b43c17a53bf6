import { Link } from '@tanstack/react-router';
import { useMessages } from '../messages/messages.tsx';
import { Button, buttonClass } from '../parts/button.tsx';
import { optionsText } from '../parts/options-text.ts';
import { Picture } from '../parts/picture.tsx';
import { Price } from '../parts/price.tsx';
import { Empty, Failure, Notice, Skeleton } from '../parts/states.tsx';
import { useTitle } from '../parts/use-title.ts';
import { useShopperSession, useShopperWishlist, type WishLine } from '../shop/shopper.tsx';

/** What is kept for later. */
export function WishlistPage() {
  const { wishlist: words, site } = useMessages();
  const { status, items, error, reload } = useShopperWishlist();
  const { user } = useShopperSession();
  useTitle(words.title);
  return (
    <div className="page pt-8">
      <h1 className="mb-6 text-2xl">{words.title}</h1>
      {status === 'failed' ? (
        <Failure error={error} onRetry={reload} />
      ) : status === 'loading' ? (
        <Skeleton className="h-64" />
      ) : items.length === 0 ? (
        <Empty title={words.empty} text={words.emptyText}>
          <Link to="/products" className={buttonClass()}>
            {site.allProducts}
          </Link>
        </Empty>
      ) : (
        <>
          {!user && (
            <div className="mb-6">
              <Notice tone="good">
                {words.guest}{' '}
                <Link to="/sign-in" search={{ to: '/wishlist' }} className="font-semibold underline">
                  {site.signIn}
                </Link>
              </Notice>
            </div>
          )}
          <ul className="grid grid-cols-2 gap-x-4 gap-y-10 sm:grid-cols-3 sm:gap-x-6 lg:grid-cols-4">
            {items.map((item) => (
              <li key={item.key} className="flex flex-col">
                <Wish item={item} />
              </li>
            ))}
          </ul>
        </>
      )}
    </div>
  );
}

function Wish({ item }: { item: WishLine }) {
  const { wishlist: words, cart } = useMessages();
  const { moveToCart, unkeep } = useShopperWishlist();
  const { slug, title, options, imageUrl, price, currency, status, variantId } = item;
  return (
    <>
      <Picture src={imageUrl} alt="" className={status === 'ok' ? '' : 'opacity-60'} sizes="18rem" />
      <h2 className="mt-3 font-sans text-sm font-semibold tracking-normal">
        <Link to="/products/$slug" params={{ slug }} className="line-clamp-2 hover:underline" title={title}>
          {title}
        </Link>
      </h2>
      <p className="text-sm text-quiet">{optionsText(options)}</p>
      <p className="mb-3 text-sm font-medium">
        {status === 'ok' ? (
          <Price price={price} currency={currency} from={variantId === null} />
        ) : (
          <span className="text-bad">{cart.status[status]}</span>
        )}
      </p>
      <div className="mt-auto grid gap-1">
        {status === 'ok' && (
          <Button
            look="plain"
            wide
            className="px-1!"
            onClick={() => void moveToCart(item)}
            aria-label={`${words.toCart}: ${title}`}
          >
            {words.toCart}
          </Button>
        )}
        <Button look="quiet" wide aria-label={words.remove(title)} onClick={() => void unkeep(item)}>
          {cart.remove}
        </Button>
      </div>
    </>
  );
}
