import type { DataOf } from '@cartwright/client';
import { useNavigate } from '@tanstack/react-router';
import { useMessages } from '../../messages/messages.tsx';
import { toast } from '../../parts/toasts.tsx';

type SignedIn = DataOf<'post', '/api/auth/login'>;

/** Greets who has signed in, tells what became of the cart he had before, and leads on. */
export function useArrive(to: string | undefined): (answer: SignedIn) => Promise<void> {
  const { auth, cart } = useMessages();
  const navigate = useNavigate();
  return async ({ user, guestCart }) => {
    await navigate({ href: to ?? '/account/orders', replace: true });
    toast(auth.welcome(user.name));
    if (guestCart && guestCart.merged > 0) toast(cart.merged(guestCart.merged));
    if (guestCart && guestCart.losers.length > 0)
      toast(`${cart.losers} ${guestCart.losers.map(({ title }) => title).join(', ')}`, { bad: true });
  };
}
