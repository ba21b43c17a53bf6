import { useInfiniteQuery } from '@tanstack/react-query';
import { Link } from '@tanstack/react-router';
import { useFormat } from '../../format/use-format.ts';
import { useMessages } from '../../messages/messages.tsx';
import { Button, buttonClass } from '../../parts/button.tsx';
import { Picture } from '../../parts/picture.tsx';
import { Empty, Failure, Skeleton } from '../../parts/states.tsx';
import { client } from '../../shop/client.ts';
import type { Order } from '../../shop/queries.ts';
import { useShopperSession } from '../../shop/shopper.tsx';

/** Everything that was bought, the latest first. */
export function Orders() {
  const { account: words, site } = useMessages();
  const { session } = useShopperSession();
  const { data, error, refetch, hasNextPage, fetchNextPage, isFetchingNextPage } = useInfiniteQuery({
    queryKey: ['mine', session.ownerId, 'orders'],
    queryFn: ({ pageParam, signal }) =>
      client.get('/api/orders', { query: { limit: 10, ...(pageParam && { cursor: pageParam }) }, signal }),
    initialPageParam: null as string | null,
    getNextPageParam: ({ nextCursor }) => nextCursor,
  });
  if (error && !data) return <Failure error={error} onRetry={() => void refetch()} />;
  if (!data) return <Skeleton className="h-72" />;
  const orders = data.pages.flatMap((page) => page.orders);
  if (orders.length === 0) {
    return (
      <Empty title={words.noOrders} text={words.noOrdersText}>
        <Link to="/products" className={buttonClass()}>
          {site.allProducts}
        </Link>
      </Empty>
    );
  }
  return (
    <section aria-labelledby="orders">
      <h2 id="orders" className="mb-4 text-xl">
        {words.sections.orders}
      </h2>
      <ul className="grid gap-3">
        {orders.map((order) => (
          <li key={order.id}>
            <Row order={order} />
          </li>
        ))}
      </ul>
      {hasNextPage && (
        <Button look="plain" className="mt-6" busy={isFetchingNextPage} onClick={() => void fetchNextPage()}>
          {words.more}
        </Button>
      )}
    </section>
  );
}

function Row({ order }: { order: Order }) {
  const { account: words, order: orderWords } = useMessages();
  const { money, date } = useFormat();
  const { id, number, status, placedAt, items, total, currency } = order;
  const pieces = items.reduce((count, { quantity }) => count + quantity, 0);
  return (
    <Link
      to="/orders/$id"
      params={{ id }}
      className="flex flex-wrap items-center gap-x-5 gap-y-3 rounded-md border border-line bg-raised p-4 hover:border-edge"
    >
      <span className="flex -space-x-3">
        {items.slice(0, 3).map(({ variantId, imageUrl }, index) => (
          <Picture
            key={`${variantId} ${index}`}
            src={imageUrl}
            alt=""
            sizes="3rem"
            className="w-12 rounded-sm border-2 border-raised"
          />
        ))}
      </span>
      <span className="min-w-40 flex-1">
        <span className="block font-semibold">{orderWords.title(number)}</span>
        <span className="block text-sm text-quiet">
          {date(placedAt)} · {words.pieces(pieces)}
        </span>
      </span>
      <span className="rounded-sm bg-tint px-2.5 py-1 text-xs font-semibold text-accent-strong">
        {orderWords.statuses[status]}
      </span>
      <span className="font-semibold tabular-nums">{money(total, currency)}</span>
    </Link>
  );
}
