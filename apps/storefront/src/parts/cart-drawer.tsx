import { Link, useRouterState } from '@tanstack/react-router';
import { useEffect } from 'react';
import { useFormat } from '../format/use-format.ts';
import { useMessages } from '../messages/messages.tsx';
import { useMarket } from '../shop/market.ts';
import { useShopperCart } from '../shop/shopper.tsx';
import { buttonClass } from './button.tsx';
import { closeCart, useCartDrawer } from './cart-drawer-state.ts';
import { CartLines } from './cart-lines.tsx';
import { Modal } from './modal.tsx';
import { Empty, Failure } from './states.tsx';

/** The cart at the edge of whatever page one is on. */
export function CartDrawer() {
  const open = useCartDrawer();
  const { cart: words } = useMessages();
  const { status, lines, error, reload } = useShopperCart();
  const path = useRouterState({ select: ({ location }) => location.href });
  useEffect(closeCart, [path]);
  const filled = lines.length > 0;
  return (
    <Modal
      open={open}
      onClose={closeCart}
      title={words.title}
      look="drawer"
      footer={filled ? <DrawerFooter /> : undefined}
    >
      {status === 'failed' ? (
        <Failure error={error} onRetry={reload} />
      ) : filled ? (
        <CartLines compact />
      ) : (
        <Empty title={words.empty} text={words.emptyText}>
          <Link to="/products" className={buttonClass('plain')} onClick={closeCart}>
            {words.browse}
          </Link>
        </Empty>
      )}
    </Modal>
  );
}

function DrawerFooter() {
  const { cart: words } = useMessages();
  const { money } = useFormat();
  const { taxIncluded } = useMarket();
  const { totalPrice, currency } = useShopperCart();
  return (
    <>
      <p className="flex justify-between text-lg font-semibold">
        <span>{words.subtotal}</span>
        <span className="tabular-nums" aria-live="polite">
          {money(totalPrice, currency ?? 'USD')}
        </span>
      </p>
      <p className="mt-1 text-xs text-quiet">
        {taxIncluded ? words.shippingLaterIncluded : words.shippingLater}
      </p>
      <div className="mt-4 grid gap-2">
        <Link to="/checkout" className={buttonClass('strong', true)}>
          {words.checkout}
        </Link>
        <Link to="/cart" className={buttonClass('quiet', true)}>
          {words.view}
        </Link>
      </div>
    </>
  );
}
