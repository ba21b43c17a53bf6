import type { DataOf } from '@cartwright/client';
import { useNavigate } from '@tanstack/react-router';
import { useCallback, useState } from 'react';
import { client } from '../../shop/client.ts';
import { useShopperCart } from '../../shop/shopper.tsx';
import { checkoutBody, type CheckoutForm } from './form.ts';

export type Checkout = DataOf<'put', '/api/checkout'>['checkout'];
export type Problem = Checkout['problems'][number];
export type Provider = DataOf<'get', '/api/payments/providers'>['providers'][number];
export type Step = 'contact' | 'shipping' | 'pay';

export interface CheckoutState {
  step: Step;
  setStep: (step: Step) => void;
  /** The quote as the server gave it last. */
  checkout: Checkout | null;
  busy: boolean;
  error: unknown;
  /** Quotes the cart for what was filled in; resolves to what is wrong with it. */
  quote: (form: CheckoutForm, shippingMethod: string | null) => Promise<Checkout | null>;
  /** Begins to pay and leads on to wherever that goes on. */
  pay: (provider: Provider) => Promise<void>;
}

/** The way through the checkout. Every amount and every rule is the server's. */
export function useCheckout(): CheckoutState {
  const [step, setStep] = useState<Step>('contact');
  const [checkout, setCheckout] = useState<Checkout | null>(null);
  const [busy, setBusy] = useState(false);
  const [error, setError] = useState<unknown>(null);
  const navigate = useNavigate();
  const { reload } = useShopperCart();

  const attempt = useCallback(async <Result>(work: () => Promise<Result>): Promise<Result | null> => {
    setBusy(true);
    setError(null);
    try {
      return await work();
    } catch (reason) {
      setError(reason);
      return null;
    } finally {
      setBusy(false);
    }
  }, []);

  const quote = useCallback(
    (form: CheckoutForm, shippingMethod: string | null) =>
      attempt(async () => {
        const answer = await client.put('/api/checkout', { body: checkoutBody(form, shippingMethod) });
        setCheckout(answer.checkout);
        return answer.checkout;
      }),
    [attempt],
  );

  const pay = async (provider: Provider) => {
    await attempt(async () => {
      // Where a provider's script is needed, the page that may run it begins the payment.
      if (provider === 'stripe' || provider === 'razorpay') {
        location.assign(`/checkout/pay?with=${provider}`);
        return new Promise(() => {});
      }
      const { payment } = await begin(provider, checkout?.id);
      const url = payment.client?.['confirmUrl'];
      if (url && /^https?:\/\//.test(url)) {
        location.assign(url);
        return new Promise(() => {});
      }
      const { order } = await client.post('/api/orders', {
        body: { paymentId: payment.id },
        idempotencyKey: `order ${payment.id}`,
      });
      reload();
      await navigate({ to: '/orders/$id', params: { id: order.id }, search: { placed: 1 }, replace: true });
      return null;
    });
  };

  return { step, setStep, checkout, busy, error, quote, pay };
}

/** Begins the payment of the checkout, or goes on with the one that was begun. */
export async function begin(provider: Provider, checkoutId?: string) {
  return client.post('/api/payments/create-order', {
    body: { provider, ...(checkoutId ? { checkoutId } : {}) },
  });
}
