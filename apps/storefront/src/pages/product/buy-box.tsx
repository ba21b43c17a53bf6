import { useState } from 'react';
import { useMessages } from '../../messages/messages.tsx';
import { Button } from '../../parts/button.tsx';
import { openCart } from '../../parts/cart-drawer-state.ts';
import { Price } from '../../parts/price.tsx';
import { Quantity } from '../../parts/quantity.tsx';
import { WishButton } from '../../parts/wish-button.tsx';
import { useMarket } from '../../shop/market.ts';
import type { Product, Variant } from '../../shop/queries.ts';
import { useShopperCart, type Purchase } from '../../shop/shopper.tsx';
import type { Choice } from './use-choice.ts';

const FEW = 5;

/** Price, variant, quantity and the button that puts it into the cart. */
export function BuyBox({ product, choice }: { product: Product; choice: Choice }) {
  const { product: words } = useMessages();
  const { taxIncluded } = useMarket();
  const { add } = useShopperCart();
  const [quantity, setQuantity] = useState(1);
  const [purchase, setPurchase] = useState<Purchase>({ type: 'once' });
  const { variant } = choice;
  const first = product.variants[0];
  const shown = variant ?? first;
  if (!shown) return null;
  const most = variant ? Math.max(1, Math.min(variant.maxQuantity, variant.available)) : 1;
  const soldOut = variant !== null && variant.available === 0;
  const put = async () => {
    if (!variant) return;
    const chosen = Math.min(quantity, most);
    openCart();
    await add({ product, variant, quantity: chosen, purchase });
    setQuantity(1);
  };
  return (
    <>
      <p className="mt-3 text-xl font-semibold">
        <Price price={shown.price} before={shown.compareAtPrice} currency={shown.currency} />
      </p>
      <p className="text-xs text-quiet">{taxIncluded ? words.taxIncluded : words.taxExtra}</p>
      <Options product={product} choice={choice} />
      {variant?.subscriptionEligible && <Subscription chosen={purchase} onChoose={setPurchase} />}
      <p role="status" className="mt-6 min-h-6 text-sm">
        {variant ? <Stock variant={variant} /> : choice.missing && words.chooseFirst(choice.missing)}
      </p>
      <div className="mt-2 flex flex-wrap gap-3">
        <Quantity
          title={product.title}
          value={Math.min(quantity, most)}
          max={most}
          disabled={!variant || soldOut}
          onChange={setQuantity}
        />
        <Button className="min-w-52 flex-1" disabled={!variant || soldOut} onClick={() => void put()}>
          {soldOut ? words.soldOut : words.add}
        </Button>
      </div>
      <div className="mt-2">
        <WishButton productId={product.id} variantId={variant?.id ?? null} title={product.title} labelled />
      </div>
    </>
  );
}

function Stock({ variant }: { variant: Variant }) {
  const { product: words } = useMessages();
  const { available, maxQuantity } = variant;
  if (available === 0) return <span className="font-medium text-bad">{words.soldOut}</span>;
  if (available <= FEW) return <span className="font-medium text-warn">{words.few(available)}</span>;
  return (
    <span className="text-accent">
      {words.inStock}
      {maxQuantity < 10 && <span className="text-quiet"> · {words.most(maxQuantity)}</span>}
    </span>
  );
}

function Options({ product, choice }: { product: Product; choice: Choice }) {
  // One variant without a choice is what the single default option of imports means.
  const names = product.options.filter(({ values }) => values.length > 1);
  return names.map(({ name, values }) => (
    <fieldset key={name} className="mt-6">
      <legend className="mb-2 text-sm">
        <span className="font-semibold">{name}</span>{' '}
        <span className="text-quiet">{choice.options[name]}</span>
      </legend>
      <div className="flex flex-wrap gap-2">
        {values.map((value) => (
          <Pill
            key={value}
            group={name}
            value={value}
            label={value}
            checked={choice.options[name] === value}
            faded={!choice.isAvailable(name, value)}
            onCheck={() => choice.choose(name, value)}
          />
        ))}
      </div>
    </fieldset>
  ));
}

function Subscription({ chosen, onChoose }: { chosen: Purchase; onChoose: (purchase: Purchase) => void }) {
  const { product: words } = useMessages();
  const intervals = ['week', 'month', 'quarter'] as const;
  return (
    <fieldset className="mt-6">
      <legend className="mb-2 text-sm font-semibold">{words.subscription}</legend>
      <div className="flex flex-wrap gap-2">
        <Pill
          group="purchase"
          value="once"
          label={words.once}
          checked={chosen.type === 'once'}
          onCheck={() => onChoose({ type: 'once' })}
        />
        {intervals.map((interval) => (
          <Pill
            key={interval}
            group="purchase"
            value={interval}
            label={words.every[interval]}
            checked={chosen.type === 'subscription' && chosen.interval === interval}
            onCheck={() => onChoose({ type: 'subscription', interval })}
          />
        ))}
      </div>
    </fieldset>
  );
}

interface PillProps {
  group: string;
  value: string;
  label: string;
  checked: boolean;
  /** Can be chosen, but is sold out. */
  faded?: boolean;
  onCheck: () => void;
}

function Pill({ group, value, label, checked, faded = false, onCheck }: PillProps) {
  const { product: words } = useMessages();
  return (
    <label
      className={`relative flex min-h-11 min-w-11 items-center justify-center rounded-sm border bg-raised px-4 text-sm has-checked:border-accent has-checked:bg-tint has-checked:font-semibold has-focus-visible:outline-2 has-focus-visible:outline-offset-2 has-focus-visible:outline-accent ${faded ? 'border-dashed border-edge text-quiet line-through' : 'border-edge hover:border-ink'}`}
    >
      <input
        type="radio"
        name={group}
        value={value}
        checked={checked}
        onChange={onCheck}
        className="absolute inset-0 size-full cursor-pointer appearance-none opacity-0"
      />
      {label}
      {faded && <span className="sr-only"> ({words.soldOut})</span>}
    </label>
  );
}
