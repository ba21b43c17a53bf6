import { useState } from 'react';
import { useFormContext } from 'react-hook-form';
import { useFormat } from '../../format/use-format.ts';
import { useMessages } from '../../messages/messages.tsx';
import { Button } from '../../parts/button.tsx';
import { Notice } from '../../parts/states.tsx';
import type { CheckoutForm } from './form.ts';
import type { CheckoutState } from './use-checkout.ts';

/** The ways it can come, with their prices; those that cannot be had say why. */
export function ShippingStep({ state }: { state: CheckoutState }) {
  const { checkout: words } = useMessages();
  const { money } = useFormat();
  const { getValues } = useFormContext<CheckoutForm>();
  const { checkout } = state;
  const { methods = [], unavailable = [] } = checkout?.shippingMethods ?? {};
  const [chosen, setChosen] = useState(checkout?.shippingMethod ?? null);
  const method = chosen ?? methods[0]?.id ?? null;
  const currency = checkout?.currency ?? 'USD';
  const next = async () => {
    const quoted = await state.quote(getValues(), method);
    if (!quoted) return;
    if (quoted.problems.length === 0) state.setStep('pay');
    else if (quoted.problems.some(({ field }) => field !== 'shippingMethod')) state.setStep('contact');
  };
  const wrong = (checkout?.problems ?? []).filter(
    ({ field, reason }) => field === 'shippingMethod' && reason !== 'SHIPPING_METHOD_REQUIRED',
  );
  return (
    <form
      onSubmit={(event) => {
        event.preventDefault();
        void next();
      }}
    >
      <fieldset>
        <legend className="mb-3 text-sm text-quiet">{words.shippingTitle}</legend>
        <div className="grid gap-2">
          {methods.map(({ id, label, price }) => (
            <label
              key={id}
              className="flex min-h-14 items-center gap-3 rounded-md border border-edge bg-raised px-4 py-3 has-checked:border-accent has-checked:bg-tint"
            >
              <input
                type="radio"
                name="shippingMethod"
                value={id}
                checked={method === id}
                onChange={() => setChosen(id)}
                className="size-5 accent-accent"
              />
              <span className="flex-1">{label}</span>
              <span className="font-semibold tabular-nums">
                {price === 0 ? words.free : money(price, currency)}
              </span>
            </label>
          ))}
        </div>
      </fieldset>
      {unavailable.length > 0 && (
        <div className="mt-5 text-sm text-quiet">
          <h3 className="font-sans font-medium">{words.unavailable}</h3>
          <ul className="mt-1 grid gap-1">
            {unavailable.map(({ id, label, problems }) => (
              <li key={id}>
                {label}: {problems.map(({ message }) => message).join(' ')}
              </li>
            ))}
          </ul>
        </div>
      )}
      {wrong.length > 0 && (
        <div className="mt-4">
          <Notice tone="bad">{wrong.map(({ message }) => message).join(' ')}</Notice>
        </div>
      )}
      <Button
        type="submit"
        busy={state.busy}
        disabled={method === null}
        className="mt-6 max-sm:w-full sm:px-10"
      >
        {words.toPay}
      </Button>
    </form>
  );
}
