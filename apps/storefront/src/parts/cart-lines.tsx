import { Link } from '@tanstack/react-router';
import { memo } from 'react';
import { useFormat } from '../format/use-format.ts';
import type { Messages } from '../messages/en.ts';
import { useMessages } from '../messages/messages.tsx';
import { useLineActions, useShopperCart, type CartLine } from '../shop/shopper.tsx';
import { Icon } from './icon.tsx';
import { optionsText } from './options-text.ts';
import { Picture } from './picture.tsx';
import { Quantity } from './quantity.tsx';

/** The lines of the cart, which can be changed here; in the drawer without the rarer actions. */
export function CartLines({ compact = false }: { compact?: boolean }) {
  const { lines, currency } = useShopperCart();
  return (
    <ul className="divide-y divide-line">
      {lines.map((line) => (
        <li key={line.key} className="flex gap-4 py-4 first:pt-0">
          <Line item={line} compact={compact} currency={currency ?? 'USD'} />
        </li>
      ))}
    </ul>
  );
}

interface LineProps {
  item: CartLine;
  compact: boolean;
  currency: string;
}

// A cart may have a hundred lines, of which a click changes one.
const Line = memo(function Line({ item, compact, currency }: LineProps) {
  const { cart: words, product } = useMessages();
  const { money } = useFormat();
  const { setQuantity, remove, keep } = useLineActions();
  const problem = problemOf(item, words);
  const { options, title, slug, imageUrl, quantity, price, lineTotal, priceChange, purchase } = item;
  return (
    <>
      <div className={compact ? 'w-20 shrink-0' : 'w-24 shrink-0 sm:w-32'}>
        <Picture src={imageUrl} alt="" sizes="8rem" />
      </div>
      <div className="flex min-w-0 flex-1 flex-col">
        <div className="flex items-start justify-between gap-2">
          <p className="line-clamp-3 min-w-0 font-semibold" title={title}>
            {slug ? (
              <Link to="/products/$slug" params={{ slug }} className="hover:underline">
                {title}
              </Link>
            ) : (
              title
            )}
          </p>
          <button
            type="button"
            aria-label={words.removeTitle(title)}
            onClick={() => remove(item)}
            className="-mt-2 -mr-2 grid size-11 shrink-0 place-items-center rounded-full text-quiet hover:bg-sunken hover:text-ink"
          >
            <Icon name="bin" size={19} />
          </button>
        </div>
        <p className="text-sm text-quiet">
          {[
            optionsText(options),
            purchase.type === 'subscription' ? product.every[purchase.interval] : '',
            quantity > 1 && price !== null ? words.each(money(price, currency)) : '',
          ]
            .filter(Boolean)
            .join(' · ')}
        </p>
        {priceChange?.notable && (
          <p className="text-sm text-warn">
            {price !== null && price < priceChange.new ? (
              words.priceKept(money(priceChange.new, currency))
            ) : (
              <>
                {words.priceChanged} <s>{money(priceChange.old, currency)}</s>{' '}
                {money(priceChange.new, currency)}
              </>
            )}
          </p>
        )}
        {problem && <p className="text-sm font-medium text-bad">{problem}</p>}
        <div className="mt-auto flex flex-wrap items-end justify-between gap-2 pt-2">
          <Quantity
            title={title}
            value={quantity}
            max={mostOf(item)}
            onChange={(next) => setQuantity(item, next)}
          />
          <p className="py-2 font-semibold tabular-nums">{money(lineTotal, currency)}</p>
        </div>
        {!compact && (
          <button
            type="button"
            className="mt-1 min-h-11 self-start text-sm text-quiet underline underline-offset-4 hover:text-ink"
            onClick={() => void keep(item)}
          >
            {words.keep}
          </button>
        )}
      </div>
    </>
  );
});

// One who has more than there is may keep the number and lessen it.
function mostOf({ maxQuantity, available, quantity }: CartLine): number {
  return Math.max(1, Math.min(maxQuantity ?? 100, Math.max(available ?? 100, quantity)));
}

function problemOf({ status, available, maxQuantity }: CartLine, { status: words }: Messages['cart']) {
  if (status === 'ok') return null;
  if (status === 'reduced') return words.reduced(available ?? 0);
  if (status === 'over-limit') return words['over-limit'](maxQuantity ?? 0);
  return words[status];
}
