import { loadStripe } from '@stripe/stripe-js/pure';
import { inTime } from './in-time.ts';

export interface CardForm {
  /** Pays; the browser leaves for `returnUrl`. Resolves only where it did not work, to what Stripe says about it. */
  confirm: (returnUrl: string) => Promise<string | null>;
}

/** Puts Stripe's Payment Element into the page. Card data go from its frame to Stripe and never through the shop. */
export async function mountStripe(
  place: HTMLElement,
  { clientSecret, publishableKey }: Record<string, string>,
): Promise<CardForm> {
  if (!clientSecret || !publishableKey) throw new Error('Stripe is not configured for browsers');
  const stripe = await inTime('Stripe', loadStripe(publishableKey));
  if (!stripe) throw new Error('Stripe did not load');
  const elements = stripe.elements({ clientSecret, locale: 'auto' });
  const element = elements.create('payment');
  const shown = new Promise<void>((resolve, reject) => {
    element.on('ready', () => resolve());
    element.on('loaderror', ({ error }) => reject(new Error(error.message)));
  });
  element.mount(place);
  await inTime('Stripe', shown);
  return {
    confirm: async (returnUrl) => {
      const { error } = await stripe.confirmPayment({ elements, confirmParams: { return_url: returnUrl } });
      return error.message ?? null;
    },
  };
}
