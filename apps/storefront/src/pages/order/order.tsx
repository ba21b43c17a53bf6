import { CartwrightError } from '@cartwright/client';
import { useQuery } from '@tanstack/react-query';
import { getRouteApi, Link } from '@tanstack/react-router';
import { useFormat } from '../../format/use-format.ts';
import { useMessages } from '../../messages/messages.tsx';
import { buttonClass } from '../../parts/button.tsx';
import { optionsText } from '../../parts/options-text.ts';
import { Picture } from '../../parts/picture.tsx';
import { Failure, Skeleton } from '../../parts/states.tsx';
import { useTitle } from '../../parts/use-title.ts';
import { orderQuery, type Order } from '../../shop/queries.ts';
import { shopName } from '../../shop/shop-name.ts';
import { useSessionFailure, useShopperSession } from '../../shop/shopper.tsx';
import { Missing } from '../missing.tsx';
import { AddressBlock } from './address-block.tsx';
import { History } from './history.tsx';
import { OrderActions } from './order-actions.tsx';

const route = getRouteApi('/orders/$id');

/** An order as it stands; right after buying with a word of thanks. Made to be printed, too. */
export function OrderPage() {
  const { id } = route.useParams();
  const { order: words } = useMessages();
  const { session, known } = useShopperSession();
  const { data, error, refetch } = useQuery({ ...orderQuery(session.ownerId, id), enabled: known });
  const failure = useSessionFailure();
  useTitle(data && words.title(data.number));
  if (failure) return <Failure level="h1" error={failure.error} onRetry={failure.retry} />;
  if (error && !data) {
    const hidden = error instanceof CartwrightError && [400, 401, 403, 404].includes(error.code);
    if (hidden) return <Missing title={words.missing} text={words.missingText} />;
    return <Failure level="h1" error={error} onRetry={() => void refetch()} />;
  }
  if (!data) {
    return (
      <div className="page pt-8" aria-busy="true">
        <Skeleton className="h-9 w-60" />
        <Skeleton className="mt-6 h-96" />
      </div>
    );
  }
  return <Shown order={data} />;
}

function Shown({ order }: { order: Order }) {
  const { order: words } = useMessages();
  const { date } = useFormat();
  const { placed } = route.useSearch();
  return (
    <article className="page pt-8">
      <p className="mb-4 hidden font-serif text-lg print:block">{shopName}</p>
      {placed ? <Thanks order={order} /> : <h1 className="text-2xl">{words.title(order.number)}</h1>}
      <p className="mt-2 flex flex-wrap items-center gap-3 text-sm text-quiet">
        <span className="rounded-sm bg-tint px-2.5 py-1 font-semibold text-accent-strong">
          {words.statuses[order.status]}
        </span>
        {words.placed(date(order.placedAt))}
      </p>
      <OrderActions order={order} />
      <div className="mt-8 grid items-start gap-10 grid-cols-1 lg:grid-cols-[minmax(0,1fr)_20rem]">
        <div className="min-w-0">
          <Items order={order} />
          <Totals order={order} />
        </div>
        <div className="grid grid-cols-1 gap-8 text-sm">
          <History order={order} />
          <AddressBlock title={words.shipTo} address={order.shippingAddress} lines={[order.shippingLabel]} />
          <AddressBlock
            title={words.billTo}
            address={order.billingAddress ?? order.shippingAddress}
            lines={[order.company, order.vatNumber, order.email, order.phone]}
          />
          {order.note && (
            <section>
              <h2 className="mb-1 text-lg">{words.note}</h2>
              <p className="break-words whitespace-pre-line">{order.note}</p>
            </section>
          )}
        </div>
      </div>
    </article>
  );
}

function Thanks({ order }: { order: Order }) {
  const { order: words } = useMessages();
  const { user } = useShopperSession();
  return (
    <div className="mb-4">
      <h1 className="text-3xl">{words.thanks}</h1>
      <p className="mt-2 text-lg">{words.thanksText(order.email)}</p>
      <p className="mt-4 font-serif text-xl">{words.title(order.number)}</p>
      <div className="no-print mt-4 flex flex-wrap items-center gap-3">
        <Link to="/products" className={buttonClass('plain')}>
          {words.continue}
        </Link>
        {!user && (
          <Link to="/sign-up" className={buttonClass('quiet')} title={words.accountText}>
            {words.account}
          </Link>
        )}
      </div>
    </div>
  );
}

function Items({ order: { items, currency } }: { order: Order }) {
  const { order: words } = useMessages();
  const { money } = useFormat();
  return (
    <section aria-labelledby="items">
      <h2 id="items" className="sr-only">
        {words.items}
      </h2>
      <ul className="divide-y divide-line border-y border-line">
        {items.map(({ variantId, slug, title, options, imageUrl, quantity, price, lineTotal }, index) => (
          <li key={`${variantId} ${index}`} className="flex items-center gap-4 py-3">
            <div className="w-16 shrink-0 print:hidden">
              <Picture src={imageUrl} alt="" sizes="4rem" className="rounded-sm" />
            </div>
            <div className="flex min-w-0 flex-1 flex-wrap items-center justify-end gap-x-4">
              <div className="min-w-40 flex-1">
                <p className="font-semibold">
                  <Link to="/products/$slug" params={{ slug }} className="hover:underline">
                    {title}
                  </Link>
                </p>
                <p className="text-sm text-quiet">
                  {[optionsText(options), `${quantity} × ${money(price, currency)}`]
                    .filter(Boolean)
                    .join(' · ')}
                </p>
              </div>
              <p className="whitespace-nowrap tabular-nums">{money(lineTotal, currency)}</p>
            </div>
          </li>
        ))}
      </ul>
    </section>
  );
}

function Totals({ order }: { order: Order }) {
  const { checkout, order: words } = useMessages();
  const { money } = useFormat();
  const { subtotal, shipping, tax, taxIncluded, total, currency, payment } = order;
  const row = (label: string, text: string, strong = false) => (
    <div
      className={`flex justify-between gap-6 ${strong ? 'border-t border-line pt-2 text-lg font-semibold' : ''}`}
    >
      <dt className={strong ? '' : 'text-quiet'}>{label}</dt>
      <dd className="tabular-nums">{text}</dd>
    </div>
  );
  const provider = checkout.providers[payment.provider as keyof typeof checkout.providers];
  return (
    <dl className="mt-5 ml-auto grid max-w-sm gap-2 text-sm">
      {row(checkout.subtotal, money(subtotal, currency))}
      {row(checkout.shipping, shipping === 0 ? checkout.free : money(shipping, currency))}
      {!taxIncluded && tax > 0 && row(checkout.tax, money(tax, currency))}
      {row(checkout.total, money(total, currency), true)}
      {taxIncluded && tax > 0 && (
        <p className="text-right text-xs text-quiet">{checkout.taxIncluded(money(tax, currency))}</p>
      )}
      {row(words.payment, `${provider} · ${payment.captured > 0 ? words.paid : words.toPay}`)}
      {payment.refunded > 0 && row('', words.refundedOf(money(payment.refunded, currency)))}
      {order.refunds.some(({ status }) => status === 'pending') && row('', words.refundPending)}
    </dl>
  );
}
