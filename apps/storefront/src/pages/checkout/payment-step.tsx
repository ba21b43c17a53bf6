import { useQuery } from '@tanstack/react-query';
import { useState } from 'react';
import { useFormat } from '../../format/use-format.ts';
import { useMessages } from '../../messages/messages.tsx';
import { Button } from '../../parts/button.tsx';
import { Failure, Skeleton } from '../../parts/states.tsx';
import { client } from '../../shop/client.ts';
import { useMarket } from '../../shop/market.ts';
import type { CheckoutState, Provider } from './use-checkout.ts';

/** The ways to pay, and the button that does. */
export function PaymentStep({ state }: { state: CheckoutState }) {
  const { checkout: words } = useMessages();
  const { money } = useFormat();
  const { code } = useMarket();
  const [chosen, setChosen] = useState<Provider | null>(null);
  const { data, error, refetch } = useQuery({
    queryKey: ['providers', code],
    queryFn: async ({ signal }) => (await client.get('/api/payments/providers', { signal })).providers,
  });
  const { checkout, busy } = state;
  if (error) return <Failure error={error} onRetry={() => void refetch()} />;
  if (!data || !checkout) return <Skeleton className="h-40" />;
  const provider = chosen ?? data[0] ?? null;
  const amount = money(checkout.total, checkout.currency);
  return (
    <form
      onSubmit={(event) => {
        event.preventDefault();
        if (provider && !busy) void state.pay(provider);
      }}
    >
      <fieldset>
        <legend className="mb-3 text-sm text-quiet">{words.payTitle}</legend>
        <div className="grid gap-2">
          {data.map((one) => (
            <label
              key={one}
              className="flex min-h-14 items-start gap-3 rounded-md border border-edge bg-raised px-4 py-3 has-checked:border-accent has-checked:bg-tint"
            >
              <input
                type="radio"
                name="provider"
                value={one}
                checked={provider === one}
                onChange={() => setChosen(one)}
                className="mt-0.5 size-5 accent-accent"
              />
              <span>
                {words.providers[one]}
                <span className="block text-xs text-quiet">{words.providerHints[one]}</span>
              </span>
            </label>
          ))}
        </div>
      </fieldset>
      <Button type="submit" busy={busy} disabled={!provider} className="mt-6 max-sm:w-full sm:px-10">
        {busy ? words.paying : provider === 'cod' ? words.order(amount) : words.pay(amount)}
      </Button>
    </form>
  );
}
