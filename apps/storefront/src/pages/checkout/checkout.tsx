import { useQuery } from '@tanstack/react-query';
import { Link } from '@tanstack/react-router';
import { useEffect, useMemo, useRef, type ReactNode } from 'react';
import { FormProvider, useForm, useWatch } from 'react-hook-form';
import { useMessages } from '../../messages/messages.tsx';
import { buttonClass } from '../../parts/button.tsx';
import { Empty, Failure, Skeleton } from '../../parts/states.tsx';
import { useTitle } from '../../parts/use-title.ts';
import { client } from '../../shop/client.ts';
import { useMarket } from '../../shop/market.ts';
import { useShopperCart, useShopperSession } from '../../shop/shopper.tsx';
import { CheckoutError } from './checkout-error.tsx';
import { ContactStep } from './contact-step.tsx';
import { initialForm, type CheckoutForm } from './form.ts';
import { PaymentStep } from './payment-step.tsx';
import { ShippingStep } from './shipping-step.tsx';
import { Summary } from './summary.tsx';
import { useCheckout, type Checkout as Quote, type CheckoutState, type Step } from './use-checkout.ts';

/** The checkout: address, delivery, payment, one after the other on one page. */
export function Checkout() {
  const { checkout: words, cart: cartWords } = useMessages();
  const { status, lines, error, reload } = useShopperCart();
  const { session } = useShopperSession();
  const { code } = useMarket();
  useTitle(words.title);
  const kept = useQuery({
    queryKey: ['mine', session.ownerId, 'checkout'],
    queryFn: ({ signal }) =>
      client.get('/api/checkout', { signal }).then(
        (answer) => answer.checkout,
        () => null,
      ),
    enabled: session.ownerId !== null && status === 'ready' && lines.length > 0,
    staleTime: Infinity,
    gcTime: 0,
  });
  if (status === 'failed') return <Failure level="h1" error={error} onRetry={reload} />;
  if (status === 'ready' && lines.length === 0) {
    return (
      <div className="page pt-8">
        <Empty level="h1" title={cartWords.empty} text={cartWords.emptyText}>
          <Link to="/products" className={buttonClass()}>
            {cartWords.browse}
          </Link>
        </Empty>
      </div>
    );
  }
  const known = status === 'ready' && kept.data !== undefined && code !== '';
  return (
    <div className="page pt-8">
      <h1 className="mb-6 text-2xl">{words.title}</h1>
      {known ? (
        <Steps key={`${session.epoch} ${code}`} kept={kept.data} />
      ) : (
        <Skeleton className="h-[40rem]" />
      )}
    </div>
  );
}

function Steps({ kept }: { kept: Quote | null }) {
  const { checkout: words } = useMessages();
  const { user } = useShopperSession();
  const { code, countries } = useMarket();
  const ownCountry = code.toUpperCase();
  const country = countries === null || countries.includes(ownCountry) ? ownCountry : (countries[0] ?? '');
  const defaults = useMemo(() => initialForm(kept, user, country), [kept, user, country]);
  const form = useForm<CheckoutForm>({ defaultValues: defaults, mode: 'onTouched' });
  const state = useCheckout();
  const { step, setStep, checkout, error } = state;
  const email = useWatch({ control: form.control, name: 'email' });
  const contactDone = `${email} · ${oneLine(checkout)}`;
  return (
    <FormProvider {...form}>
      <div className="grid items-start gap-10 grid-cols-1 lg:grid-cols-[minmax(0,1fr)_24rem]">
        <div className="min-w-0">
          <Section name="contact" state={state} done={contactDone} title={words.steps.contact}>
            <ContactStep state={state} />
          </Section>
          <Section
            name="shipping"
            state={state}
            done={checkout?.shippingLabel ?? ''}
            title={words.steps.shipping}
          >
            <ShippingStep state={state} />
          </Section>
          <Section name="pay" state={state} done="" title={words.steps.pay}>
            <PaymentStep state={state} />
          </Section>
          <CheckoutError error={error} onBack={() => setStep('contact')} />
        </div>
        <Summary checkout={step === 'contact' ? null : checkout} />
      </div>
    </FormProvider>
  );
}

const ORDER: readonly Step[] = ['contact', 'shipping', 'pay'];

function Section({
  name,
  title,
  done,
  state,
  children,
}: {
  name: Step;
  title: string;
  done: string;
  state: CheckoutState;
  children: ReactNode;
}) {
  const { checkout: words } = useMessages();
  const [here, now] = [ORDER.indexOf(name), ORDER.indexOf(state.step)];
  const open = here === now;
  const heading = useRef<HTMLHeadingElement>(null);
  const arrived = useRef(open);
  useEffect(() => {
    // The page does not jump when it is opened, only when a step is taken.
    if (open && !arrived.current) heading.current?.focus();
    arrived.current = open;
  }, [open]);
  return (
    <section
      aria-labelledby={`step-${name}`}
      className="border-t border-line py-6 first:border-t-0 first:pt-0"
    >
      <div className="flex items-baseline justify-between gap-4">
        <h2
          ref={heading}
          tabIndex={-1}
          id={`step-${name}`}
          aria-current={open ? 'step' : undefined}
          className={`scroll-mt-28 text-xl ${here > now ? 'text-quiet' : ''}`}
        >
          <span className="mr-2 tabular-nums">{here + 1}.</span>
          {title}
        </h2>
        {here < now && (
          <button
            type="button"
            className="min-h-11 text-sm font-semibold underline underline-offset-4"
            aria-label={`${words.edit}: ${title}`}
            onClick={() => state.setStep(name)}
          >
            {words.edit}
          </button>
        )}
      </div>
      {here < now && done && <p className="mt-1 text-sm break-words text-quiet">{done}</p>}
      {open && <div className="mt-5">{children}</div>}
    </section>
  );
}

function oneLine(checkout: Quote | null): string {
  const { name, line1, postalCode, city } = checkout?.shippingAddress ?? {};
  return [name, line1, [postalCode, city].filter(Boolean).join(' ')].filter(Boolean).join(', ');
}
