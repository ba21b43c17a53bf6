import { Link } from '@tanstack/react-router';
import { useState } from 'react';
import { useFormat } from '../format/use-format.ts';
import { useMessages } from '../messages/messages.tsx';
import { Button, buttonClass } from '../parts/button.tsx';
import { CartLines } from '../parts/cart-lines.tsx';
import { Empty, Failure, Notice, Skeleton } from '../parts/states.tsx';
import { useTitle } from '../parts/use-title.ts';
import { useMarket } from '../shop/market.ts';
import { useShopperCart } from '../shop/shopper.tsx';

/** The cart as a page of its own, with everything that can be done to it. */
export function CartPage() {
  const { cart: words } = useMessages();
  const { status, lines, error, reload } = useShopperCart();
  useTitle(words.title);
  return (
    <div className="page pt-8">
      <h1 className="text-2xl">{words.title}</h1>
      {status === 'failed' ? (
        <Failure error={error} onRetry={reload} />
      ) : status === 'loading' ? (
        <div className="mt-8 grid gap-4">
          <Skeleton className="h-36" />
          <Skeleton className="h-36" />
        </div>
      ) : lines.length === 0 ? (
        <Empty title={words.empty} text={words.emptyText}>
          <Link to="/products" className={buttonClass()}>
            {words.browse}
          </Link>
        </Empty>
      ) : (
        <Filled />
      )}
    </div>
  );
}

function Filled() {
  const { cart: words } = useMessages();
  const { lines, totalPrice, currency, clear } = useShopperCart();
  const { money } = useFormat();
  const { taxIncluded } = useMarket();
  const broken = lines.some(({ status }) => status !== 'ok');
  return (
    <div className="mt-6 grid items-start gap-10 grid-cols-1 lg:grid-cols-[minmax(0,1fr)_22rem]">
      <div>
        {broken && <Repair />}
        <CartLines />
        <Button look="quiet" className="mt-4 -ml-5" onClick={() => void clear()}>
          {words.clear}
        </Button>
      </div>
      <aside className="rounded-lg border border-line bg-raised p-6 lg:sticky lg:top-24">
        <p className="flex justify-between text-lg font-semibold">
          <span>{words.subtotal}</span>
          <span className="tabular-nums" aria-live="polite">
            {money(totalPrice, currency ?? 'USD')}
          </span>
        </p>
        <p className="mt-1 text-xs text-quiet">
          {taxIncluded ? words.shippingLaterIncluded : words.shippingLater}
        </p>
        <Link to="/checkout" className={`mt-5 ${buttonClass('strong', true)}`}>
          {words.checkout}
        </Link>
      </aside>
    </div>
  );
}

function Repair() {
  const { cart: words } = useMessages();
  const { fix } = useShopperCart();
  const [busy, setBusy] = useState(false);
  return (
    <div className="mb-6">
      <Notice tone="warn">
        <div className="flex flex-wrap items-center justify-between gap-3">
          {words.problems}
          <Button
            look="plain"
            busy={busy}
            onClick={() => {
              setBusy(true);
              void fix().finally(() => setBusy(false));
            }}
          >
            {words.fix}
          </Button>
        </div>
      </Notice>
    </div>
  );
}
