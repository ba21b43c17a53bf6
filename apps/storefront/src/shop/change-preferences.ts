import { client } from './client.ts';
import { preferences, type Preferences } from './preferences.ts';
import { useShopperCart, useShopperSession, useShopperWishlist } from './shopper.tsx';

/** Changes what the visitor has chosen, here and in his account; another market has other prices. */
export function useChangePreferences(): (changed: Partial<Preferences>) => void {
  const { user } = useShopperSession();
  const cart = useShopperCart();
  const wishlist = useShopperWishlist();
  return (changed) => {
    preferences.change(changed);
    if (changed.market !== undefined) {
      cart.reload();
      wishlist.reload();
    }
    const { language: locale, market: code } = changed;
    if (!user || (locale === undefined && code === undefined)) return;
    const body = { ...(locale && { locale }), ...(code && { market: code }) };
    // What the account remembers is for other devices; this page already has it.
    client.patch('/api/auth/me', { body }).catch(() => {});
  };
}
