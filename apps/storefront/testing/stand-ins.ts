import type { BrowserContext, Route } from 'playwright-core';

// Only the hosts of others are stood in for: their scripts here, their APIs by the gateway, which speaks as they do.

/** As much of Stripe.js as the shop uses: an element with one field, and the confirmation at Stripe's API. */
const STRIPE_SCRIPT = `window.Stripe = (key) => ({
  elements({ clientSecret }) {
    const heard = {};
    return {
      clientSecret,
      create: () => ({
        on: (name, tell) => void (heard[name] = tell),
        mount(place) {
          place.innerHTML = '<label>Card number at Stripe <input name="stand-in"></label>';
          setTimeout(() => heard.ready && heard.ready(), 20);
        },
      }),
    };
  },
  async confirmPayment({ elements: { clientSecret }, confirmParams: { return_url } }) {
    const id = clientSecret.split('_secret')[0];
    const number = document.querySelector('[name=stand-in]').value;
    const body = new URLSearchParams({ key, client_secret: clientSecret, return_url });
    body.set('payment_method_data[card][number]', number);
    const answer = await fetch('https://api.stripe.com/v1/payment_intents/' + id + '/confirm', { method: 'POST', body });
    const { error } = await answer.json();
    if (error) return { error };
    location.href = return_url + '&payment_intent=' + id + '&redirect_status=succeeded';
    return new Promise(() => {});
  },
});`;

/**
 * As much of Razorpay's checkout as the shop uses: a window that pays an order, tells of a decline itself, and can be closed.
 * As the real one it is lifted over its own backdrop by a style that it writes as an attribute.
 */
const RAZORPAY_SCRIPT = `window.Razorpay = class {
  constructor(options) { this.options = options; }
  open() {
    const { order_id, handler, modal } = this.options;
    const all = document.createElement('div');
    const box = document.createElement('div');
    box.setAttribute('role', 'dialog');
    box.setAttribute('aria-label', 'Razorpay');
    box.innerHTML = '<label>Card number at Razorpay <input></label><p></p><button>Pay there</button><button>Close it</button>';
    const backdrop = document.createElement('div');
    for (const element of [all, backdrop])
      Object.assign(element.style, { position: 'fixed', inset: '0', zIndex: element === all ? '99999' : 'auto' });
    box.setAttribute('style', 'position: relative; z-index: 2');
    all.append(backdrop, box);
    document.body.append(all);
    const [pay, close] = box.querySelectorAll('button');
    pay.onclick = async () => {
      const card = box.querySelector('input').value;
      const answer = await fetch('https://api.razorpay.com/pay/' + order_id, { method: 'POST', body: card });
      const paid = await answer.json();
      if (paid.error) return void (box.querySelector('p').textContent = 'Razorpay says: ' + paid.error.code);
      all.remove();
      handler(paid);
    };
    close.onclick = () => { all.remove(); modal.ondismiss(); };
  }
};`;

export interface StandIns {
  /** Every address of theirs that was asked for. */
  asked: string[];
  /** What becomes of their scripts from now on. */
  scripts: 'there' | 'unreachable' | 'silent';
}

/** Stands in for the hosts of Stripe and Razorpay in this browser. */
export async function standIn(context: BrowserContext, gatewayUrl: string): Promise<StandIns> {
  const state: StandIns = { asked: [], scripts: 'there' };
  const script = (body: string) => async (route: Route) => {
    state.asked.push(route.request().url());
    if (state.scripts === 'unreachable') return route.abort('connectionrefused');
    if (state.scripts === 'there') await route.fulfill({ contentType: 'text/javascript', body });
  };
  const forward =
    (path: (url: URL) => string, init: (route: Route) => RequestInit) => async (route: Route) => {
      const url = new URL(route.request().url());
      state.asked.push(url.href);
      const answer = await fetch(gatewayUrl + path(url), { method: 'POST', ...init(route) });
      await route.fulfill({
        status: answer.status,
        headers: { 'content-type': 'application/json', 'access-control-allow-origin': '*' },
        body: await answer.text(),
      });
    };
  await context.route('https://js.stripe.com/**', script(STRIPE_SCRIPT));
  await context.route('https://checkout.razorpay.com/**', script(RAZORPAY_SCRIPT));
  await context.route(
    'https://api.stripe.com/**',
    forward(
      (url) => url.pathname,
      (route) => ({
        headers: { 'content-type': 'application/x-www-form-urlencoded' },
        body: route.request().postData(),
      }),
    ),
  );
  await context.route(
    'https://api.razorpay.com/**',
    forward(
      (url) => `/control/razorpay/orders/${url.pathname.split('/').at(-1)}/pay`,
      (route) => ({
        headers: { 'content-type': 'application/json' },
        body: JSON.stringify({ card: route.request().postData()?.replace(/\s/g, '') }),
      }),
    ),
  );
  return state;
}
