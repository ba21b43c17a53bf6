import type { Page } from 'playwright-core';
import { afterAll, beforeAll, describe, expect, it } from 'vitest';
import { buyer } from './buyer.ts';
import { standIn } from './stand-ins.ts';
import { startShop, type ShopInBrowser } from './start-shop.ts';

const GOOD = '4242 4242 4242 4242';
const DECLINED = '4000 0000 0000 0002';
const STRIPE = /^Card You enter/;
const RAZORPAY = /^Card, UPI/;
const POSTAL_CODES = { us: '62701', in: '560001' };
const SANDBOX = /^Test card/;

describe('paying by the scripts of others', () => {
  let site: ShopInBrowser;
  beforeAll(async () => {
    site = await startShop({ cards: true });
  });
  afterAll(() => site.close());

  /** Somebody at the choice of how to pay, in a market. */
  const atPayment = async (market: 'us' | 'in') => {
    const machine = await site.machine();
    const foreign = await standIn(machine.context, site.gateway.url);
    await machine.context.addCookies([{ name: 'cw_market', value: market, url: site.url }]);
    const person = buyer(machine.page);
    await machine.page.goto('/');
    await person.put();
    await person.goToCheckout();
    if (market === 'in') await machine.page.getByLabel('Phone').fill('+91 98765 43210');
    await person.fillAddress(
      `${market}-${Math.random().toString(36).slice(2)}@example.com`,
      POSTAL_CODES[market],
    );
    await person.chooseDelivery();
    await machine.page.getByRole('button', { name: /^Pay / }).waitFor();
    return { ...machine, foreign, person };
  };
  const choose = async (page: Page, way: RegExp) => {
    await page.getByRole('radio', { name: way }).check();
    await page.getByRole('button', { name: /^Pay / }).click();
  };
  const payNow = (page: Page) => page.getByRole('button', { name: 'Pay now' });
  const policyComplaints = (complaints: string[]) =>
    complaints.filter((text) => /content security policy|refused to/i.test(text));
  const intents = async (dialect: string) => {
    const answer = await fetch(`${site.gateway.url}/control/ledger`);
    const ledger = (await answer.json()) as { intents: { dialect: string; status: string }[] };
    return ledger.intents.filter((intent) => intent.dialect === dialect);
  };

  it('[PAY-1] [WEB-6] by Stripe’s element, whose script is asked for only where one pays', async () => {
    const { page, person, foreign, complaints } = await atPayment('us');
    expect(foreign.asked).toEqual([]);
    await choose(page, STRIPE);
    await page.waitForURL(/\/checkout\/pay\?with=stripe/);
    await page.getByLabel('Card number at Stripe').fill(GOOD);
    expect(foreign.asked.every((url) => url.startsWith('https://js.stripe.com/'))).toBe(true);
    expect(foreign.asked).toHaveLength(1);
    await payNow(page).click();
    await person.seeThanks();
    await page.getByText('Card · Paid').waitFor();
    expect(policyComplaints(complaints)).toEqual([]);
    expect(foreign.asked.some((url) => url.includes('razorpay'))).toBe(false);
  });

  it('[PAY-1] [WEB-6] a card that Stripe declines says why, and another one pays the same intent', async () => {
    const { page, person } = await atPayment('us');
    const before = (await intents('stripe')).length;
    await choose(page, STRIPE);
    await page.getByLabel('Card number at Stripe').fill(DECLINED);
    await payNow(page).click();
    await page
      .getByRole('alert')
      .getByText(/declined/)
      .waitFor();
    await page.getByLabel('Card number at Stripe').fill(GOOD);
    await payNow(page).click();
    await person.seeThanks();
    const made = (await intents('stripe')).slice(before);
    expect(made.map(({ status }) => status)).toEqual(['succeeded']);
  });

  it('[PAY-1] [WEB-4] without Stripe’s script it says so, tries again, and another way pays', async () => {
    const { page, person, foreign } = await atPayment('us');
    foreign.scripts = 'unreachable';
    await choose(page, STRIPE);
    await page.getByRole('alert').getByText('The payment form could not be loaded.').waitFor();
    expect(await payNow(page).count()).toBe(0);
    foreign.scripts = 'there';
    await page.getByRole('button', { name: 'Try again' }).click();
    await page.getByLabel('Card number at Stripe').waitFor();
    await page.getByRole('link', { name: 'Choose another way to pay' }).click();
    await page.getByRole('button', { name: 'Continue to delivery' }).click();
    await person.chooseDelivery();
    await choose(page, SANDBOX);
    await page.waitForURL(/\/pay\//);
    await person.typeCard(GOOD);
    await person.seeThanks();
  });

  it('[WEB-4] does not wait for ever for a script that never comes', { timeout: 60_000 }, async () => {
    const { page, foreign } = await atPayment('us');
    foreign.scripts = 'silent';
    await choose(page, STRIPE);
    await page
      .getByRole('alert')
      .getByText('The payment form could not be loaded.')
      .waitFor({ timeout: 30_000 });
    await page.getByRole('link', { name: 'Choose another way to pay' }).waitFor();
  });

  it('[PAY-1] [PAY-3] [WEB-6] by Razorpay’s window: closed, declined, paid', async () => {
    const { page, person, foreign, complaints } = await atPayment('in');
    expect(foreign.asked).toEqual([]);
    await choose(page, RAZORPAY);
    await page.waitForURL(/\/checkout\/pay\?with=razorpay/);
    await payNow(page).waitFor();
    // Its script, too, is fetched by the click that needs it.
    expect(foreign.asked).toEqual([]);
    await payNow(page).click();
    const window = page.getByRole('dialog', { name: 'Razorpay' });
    await window.getByRole('button', { name: 'Close it' }).click();
    await page.getByText('You closed the payment window. Nothing was charged.').waitFor();
    await payNow(page).click();
    await window.getByRole('textbox').fill(DECLINED);
    await window.getByRole('button', { name: 'Pay there' }).click();
    await window.getByText('Razorpay says: card_declined').waitFor();
    await window.getByRole('textbox').fill(GOOD);
    await window.getByRole('button', { name: 'Pay there' }).click();
    await person.seeThanks();
    await page.getByText('Card, UPI or net banking · Paid').waitFor();
    expect(foreign.asked.some((url) => url.includes('stripe'))).toBe(false);
    expect(policyComplaints(complaints)).toEqual([]);
  });

  it('[PAY-1] [WEB-4] without Razorpay’s script it says so, and another way pays', async () => {
    const { page, person, foreign } = await atPayment('in');
    foreign.scripts = 'unreachable';
    await choose(page, RAZORPAY);
    await payNow(page).click();
    await page.getByRole('alert').getByText('The payment form could not be loaded.').waitFor();
    foreign.scripts = 'there';
    await payNow(page).click();
    await page.getByRole('dialog', { name: 'Razorpay' }).getByRole('button', { name: 'Close it' }).click();
    await page.getByRole('link', { name: 'Choose another way to pay' }).click();
    await page.getByRole('button', { name: 'Continue to delivery' }).click();
    await person.chooseDelivery();
    await choose(page, SANDBOX);
    await page.waitForURL(/\/pay\//);
    await person.typeCard(GOOD);
    await person.seeThanks();
  });
});
