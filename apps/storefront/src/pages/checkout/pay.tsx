import { getRouteApi, Link } from '@tanstack/react-router';
import { useEffect, useRef, useState } from 'react';
import { useFormat } from '../../format/use-format.ts';
import { useMessages } from '../../messages/messages.tsx';
import { Button, buttonClass } from '../../parts/button.tsx';
import { Notice, Skeleton } from '../../parts/states.tsx';
import { useTitle } from '../../parts/use-title.ts';
import { useShopperSession } from '../../shop/shopper.tsx';
import { CheckoutError } from './checkout-error.tsx';
import { openRazorpay } from './razorpay.ts';
import { mountStripe, type CardForm } from './stripe.ts';
import { begin } from './use-checkout.ts';

const route = getRouteApi('/checkout/pay');

type Begun = Awaited<ReturnType<typeof begin>>['payment'];

/** Where a provider's own script runs: a page of its own, so that no other page has to allow it. */
export function Pay() {
  const { with: provider } = route.useSearch();
  const { checkout: words } = useMessages();
  const { known } = useShopperSession();
  const { money } = useFormat();
  const [payment, setPayment] = useState<Begun | null>(null);
  const [error, setError] = useState<unknown>(null);
  const begun = useRef(false);
  useTitle(words.title);
  useEffect(() => {
    if (!known || begun.current) return;
    begun.current = true;
    begin(provider === 'razorpay' ? 'razorpay' : 'stripe').then(
      (answer) => setPayment(answer.payment),
      setError,
    );
  }, [known, provider]);
  return (
    <div className="page max-w-xl! pt-8">
      <h1 className="text-2xl">{words.title}</h1>
      {payment && (
        <p className="mt-2 text-lg font-semibold tabular-nums">{money(payment.amount, payment.currency)}</p>
      )}
      <div className="mt-6">
        {error ? (
          <CheckoutError error={error} onBack={() => location.assign('/checkout')} />
        ) : !payment ? (
          <Skeleton className="h-64" />
        ) : payment.provider === 'stripe' ? (
          <StripeCard payment={payment} />
        ) : (
          <RazorpayWindow payment={payment} />
        )}
      </div>
      <Link to="/checkout" className={`mt-6 ${buttonClass('quiet')}`}>
        {words.otherWay}
      </Link>
    </div>
  );
}

function returnPath(payment: Begun): string {
  return `/checkout/return?payment=${payment.id}`;
}

function StripeCard({ payment }: { payment: Begun }) {
  const { checkout: words } = useMessages();
  const place = useRef<HTMLDivElement>(null);
  const [form, setForm] = useState<CardForm | 'missing' | null>(null);
  const [tries, setTries] = useState(0);
  const [declined, setDeclined] = useState<string | null>(null);
  const [busy, setBusy] = useState(false);
  useEffect(() => {
    let wanted = true;
    const within = document.createElement('div');
    place.current!.replaceChildren(within);
    mountStripe(within, payment.client ?? {}).then(
      (mounted) => wanted && setForm(mounted),
      () => wanted && setForm('missing'),
    );
    return () => void (wanted = false);
  }, [payment, tries]);
  if (form === 'missing') {
    const again = () => {
      setForm(null);
      setTries(tries + 1);
    };
    return <NotLoaded onRetry={again} />;
  }
  const pay = async () => {
    setBusy(true);
    setDeclined(null);
    const back = new URL(returnPath(payment), location.origin).href;
    const told = await form!.confirm(back).catch(() => null);
    setDeclined(told ?? words.declined);
    setBusy(false);
  };
  return (
    <>
      <div ref={place} className="min-h-56 rounded-md bg-white p-4" aria-label={words.card} role="group" />
      {declined && (
        <div className="mt-4">
          <Notice tone="bad">{declined}</Notice>
        </div>
      )}
      <Button wide className="mt-5" disabled={!form} busy={busy} onClick={() => void pay()}>
        {busy ? words.paying : words.payNow}
      </Button>
    </>
  );
}

function NotLoaded({ onRetry }: { onRetry: () => void }) {
  const { checkout: words, failures } = useMessages();
  return (
    <>
      <Notice tone="bad">{words.notLoaded}</Notice>
      <Button wide look="plain" className="mt-5" onClick={onRetry}>
        {failures.retry}
      </Button>
    </>
  );
}

function RazorpayWindow({ payment }: { payment: Begun }) {
  const { checkout: words } = useMessages();
  const [problem, setProblem] = useState<string | null>(null);
  const [busy, setBusy] = useState(false);
  const pay = async () => {
    setBusy(true);
    setProblem(null);
    try {
      const outcome = await openRazorpay(payment);
      if (outcome === 'paid') return location.assign(returnPath(payment));
      setProblem(words.canceled);
    } catch {
      setProblem(words.notLoaded);
    }
    setBusy(false);
  };
  return (
    <>
      {problem && <Notice tone="bad">{problem}</Notice>}
      <Button wide className="mt-5" busy={busy} onClick={() => void pay()}>
        {busy ? words.paying : words.payNow}
      </Button>
    </>
  );
}
