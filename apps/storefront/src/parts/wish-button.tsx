import { useMessages } from '../messages/messages.tsx';
import { useShopperWishlist } from '../shop/shopper.tsx';
import { Icon } from './icon.tsx';

/** The heart: keeps a product for later, or lets it go again. */
export function WishButton({
  productId,
  variantId = null,
  title,
  labelled = false,
}: {
  productId: string;
  variantId?: string | null;
  title: string;
  labelled?: boolean;
}) {
  const { product } = useMessages();
  const { find, toggle } = useShopperWishlist();
  const kept = find(productId) !== undefined;
  const label = kept ? product.wished : product.wish;
  return (
    <button
      type="button"
      aria-pressed={kept}
      aria-label={labelled ? undefined : `${product.wish}: ${title}`}
      title={label}
      onClick={() => void toggle({ productId, variantId })}
      className={
        labelled
          ? 'inline-flex min-h-11 items-center gap-2 text-sm font-semibold hover:underline'
          : 'relative z-10 grid size-11 place-items-center rounded-full bg-paper/85 text-ink hover:bg-paper'
      }
    >
      <span className={kept ? 'text-accent' : ''}>
        <Icon name="heart" size={20} filled={kept} />
      </span>
      {labelled && label}
    </button>
  );
}
