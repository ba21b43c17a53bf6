import { useFormat } from '../../format/use-format.ts';
import { useMessages } from '../../messages/messages.tsx';
import { optionsText } from '../../parts/options-text.ts';
import { Picture } from '../../parts/picture.tsx';
import { Notice } from '../../parts/states.tsx';
import { useShopperCart } from '../../shop/shopper.tsx';
import type { Checkout } from './use-checkout.ts';

interface Row {
  key: string;
  title: string;
  options: Readonly<Record<string, string>>;
  imageUrl: string | null;
  quantity: number;
  lineTotal: number | null;
}

/** What is being bought. Before the server has quoted it: the cart, without what is not known yet. */
export function Summary({ checkout }: { checkout: Checkout | null }) {
  const { checkout: words, cart: cartWords, account } = useMessages();
  const { money } = useFormat();
  const cart = useShopperCart();
  const currency = checkout?.currency ?? cart.currency ?? 'USD';
  const rows: Row[] = checkout
    ? checkout.lines.map((line, index) => ({ ...line, key: `${line.variantId} ${index}` }))
    : [...cart.lines];
  const subtotal = checkout?.subtotal ?? cart.totalPrice;
  return (
    <aside
      aria-labelledby="summary"
      className="rounded-lg border border-line bg-raised p-5 sm:p-6 lg:sticky lg:top-24"
    >
      <h2 id="summary" className="mb-4 text-lg">
        {words.summary}
      </h2>
      <ul
        className="grid max-h-[45vh] grid-cols-1 gap-3 overflow-y-auto"
        tabIndex={rows.length > 5 ? 0 : undefined}
      >
        {rows.map(({ key, title, options, imageUrl, quantity, lineTotal }) => (
          <li key={key} className="flex items-center gap-3 text-sm">
            <div className="w-12 shrink-0">
              <Picture src={imageUrl} alt="" sizes="3rem" className="rounded-sm" />
            </div>
            <div className="flex min-w-0 flex-1 flex-wrap items-center justify-end gap-x-3">
              <div className="min-w-32 flex-1">
                <p className="line-clamp-2 font-medium">{title}</p>
                <p className="text-xs text-quiet">
                  {[account.pieces(quantity), optionsText(options)].filter(Boolean).join(' · ')}
                </p>
              </div>
              <p className="whitespace-nowrap tabular-nums">{money(lineTotal, currency)}</p>
            </div>
          </li>
        ))}
      </ul>
      {checkout?.priceChanges?.some(({ change }) => change.notable) && (
        <div className="mt-4">
          <Notice tone="warn">
            {words.priceChanges}
            <ul>
              {checkout.priceChanges.map(({ itemId, title, change }) => (
                <li key={itemId}>
                  {title}:{' '}
                  {checkout.lines.some((line) => line.title === title && line.price < change.new) ? (
                    cartWords.priceKept(money(change.new, currency))
                  ) : (
                    <>
                      <s>{money(change.old, currency)}</s> {money(change.new, currency)}
                    </>
                  )}
                </li>
              ))}
            </ul>
          </Notice>
        </div>
      )}
      <dl className="mt-5 grid gap-2 border-t border-line pt-4 text-sm" aria-live="polite">
        <Amount label={words.subtotal} text={money(subtotal, currency)} />
        <Amount
          label={words.shipping}
          text={
            checkout?.shippingMethod
              ? checkout.shipping === 0
                ? words.free
                : money(checkout.shipping, currency)
              : words.notYet
          }
        />
        {checkout && !checkout.taxIncluded && checkout.tax > 0 && (
          <Amount label={words.tax} text={money(checkout.tax, currency)} />
        )}
        {checkout && (
          <div className="mt-2 flex items-baseline justify-between border-t border-line pt-3 text-lg font-semibold">
            <dt>{words.total}</dt>
            <dd className="text-right tabular-nums">
              {money(checkout.total, currency)}
              {checkout.taxIncluded && checkout.tax > 0 && (
                <span className="block text-xs font-normal text-quiet">
                  {words.taxIncluded(money(checkout.tax, currency))}
                </span>
              )}
            </dd>
          </div>
        )}
      </dl>
    </aside>
  );
}

function Amount({ label, text }: { label: string; text: string }) {
  return (
    <div className="flex justify-between gap-4">
      <dt className="text-quiet">{label}</dt>
      <dd className="min-w-0 text-right tabular-nums">{text}</dd>
    </div>
  );
}
