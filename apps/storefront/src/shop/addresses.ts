import { useQuery } from '@tanstack/react-query';
import { addressBook, type KeptAddress } from './account-routes.ts';
import { useShopperSession } from './shopper.tsx';

export type { KeptAddress };

/** The addresses that the account keeps; none for guests. */
export function useAddresses() {
  const { session, user } = useShopperSession();
  const { data, error, refetch } = useQuery({
    queryKey: ['mine', session.ownerId, 'addresses'],
    queryFn: ({ signal }) => addressBook.list(signal),
    enabled: user !== null,
  });
  return { addresses: data ?? [], loaded: data !== undefined, error, reload: () => void refetch() };
}
