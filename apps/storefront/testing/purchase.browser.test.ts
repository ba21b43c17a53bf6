import { afterAll, beforeAll, describe, expect, it } from 'vitest';
import { buyer, MUG } from './buyer.ts';
import { startShop, type ShopInBrowser } from './start-shop.ts';

const GOOD = '4242 4242 4242 4242';
const DECLINED = '4000 0000 0000 0002';

describe('buying in the browser', () => {
  let site: ShopInBrowser;
  beforeAll(async () => {
    site = await startShop();
  });
  afterAll(() => site.close());

  it('[WEB-6] [WEB-4] [CHK-5] a guest finds, chooses, fills in, pays and sees his order; no page complains', async () => {
    const { page, complaints } = await site.machine();
    const person = buyer(page);
    await page.goto('/');
    await page.getByRole('searchbox').first().fill('suny mug');
    await page.keyboard.press('Enter');
    await page.getByRole('link', { name: /Sunny-Side Up Mug/ }).click();
    await page.waitForURL(/sunny-side-up-mug/);
    await person.put();
    await person.goToCheckout();
    await person.fillAddress();
    await person.chooseDelivery();
    await person.pay();
    await person.typeCard(GOOD);
    expect(await person.seeThanks()).toMatch(/^Order #\d+$/);
    await page.getByText('We have written to guest@example.com').waitFor();
    await page.getByRole('button', { name: 'Cart, 0 items' }).waitFor();
    // That there is no checkout yet is an answer, which the browser tells the console all the same.
    expect(complaints.filter((text) => !text.includes('404'))).toEqual([]);
  });

  it('[WEB-6] a user buys, finds the order in his account, buys it again and cancels it', async () => {
    const { page } = await site.machine();
    const person = buyer(page);
    await person.signUp('buyer-one@example.com');
    await person.put();
    await person.goToCheckout();
    await expect.poll(() => page.getByLabel('Email').inputValue()).toBe('buyer-one@example.com');
    await person.fillAddress(null);
    await person.chooseDelivery();
    await person.pay();
    await person.typeCard(GOOD);
    const number = await person.seeThanks();
    await page.goto('/account');
    await page.getByRole('link', { name: new RegExp(number) }).click();
    await page.getByRole('heading', { name: number }).waitFor();

    await page.getByRole('button', { name: 'Buy again' }).click();
    await page.getByRole('dialog', { name: 'Your cart' }).getByText('Sunny-Side Up Mug').waitFor();
    await page.keyboard.press('Escape');

    const [download] = await Promise.all([
      page.waitForEvent('download'),
      page.getByRole('button', { name: 'Invoice (PDF)' }).click(),
    ]);
    expect(download.suggestedFilename()).toMatch(/^invoice-\d+\.pdf$/);

    await page.getByRole('button', { name: 'Cancel order' }).click();
    await page.getByRole('dialog').getByRole('button', { name: 'Yes, cancel it' }).click();
    await page.getByText('The order is canceled.').waitFor();
    await expect.poll(() => page.getByRole('button', { name: 'Cancel order' }).count()).toBe(0);
  });

  it('[WEB-6] a declined card says so at the gateway, and another one pays the same order', async () => {
    const { page } = await site.machine();
    const person = buyer(page);
    await person.put();
    await person.goToCheckout();
    await person.fillAddress();
    await person.chooseDelivery();
    await person.pay();
    await person.typeCard(DECLINED);
    await page.getByRole('alert').waitFor();
    await page.getByRole('link', { name: 'Back to the shop' }).click();
    await page.getByRole('heading', { name: 'The payment was declined' }).waitFor();
    await page.getByRole('link', { name: 'Try again' }).click();
    await page.getByRole('heading', { name: 'Checkout' }).waitFor();
    // What was typed is still there.
    await expect.poll(() => page.getByLabel('Street and house').inputValue()).toBe('1 Main Street');
    await page.getByRole('button', { name: 'Continue to delivery' }).click();
    await person.chooseDelivery();
    await person.pay();
    await person.typeCard(GOOD);
    await person.seeThanks();
  });

  it('[WEB-6] [PAY-1] cash on delivery needs no gateway', async () => {
    const { page, context } = await site.machine();
    await context.addCookies([{ name: 'cw_market', value: 'ee', url: site.url }]);
    const person = buyer(page);
    await person.put();
    await person.goToCheckout();
    await page.getByLabel('Email').fill('cash@example.com');
    await page.getByLabel('Full name').fill('Kati Kask');
    await page.getByLabel('Street and house').fill('Pikk 1');
    await page.getByLabel('Postal code').fill('10123');
    await page.getByLabel('Town or city').fill('Tallinn');
    await page.getByRole('button', { name: 'Continue to delivery' }).click();
    await person.chooseDelivery();
    await page.getByLabel('Cash on delivery').check();
    await page.getByRole('button', { name: /^Order for/ }).click();
    await person.seeThanks();
    await page.getByText('To be paid on delivery').waitFor();
  });

  it('[CART-11] what became dearer or cheaper says what is paid for it', async () => {
    const { page } = await site.machine();
    const person = buyer(page);
    const [dearer, cheaper] = [
      await site.given.variant({ title: 'Was cheap', price: '10.00', stock: 5 }),
      await site.given.variant({ title: 'Was dear', price: '30.00', stock: 5 }),
    ];
    await person.put(`/products/${dearer.slug}`);
    await person.put(`/products/${cheaper.slug}`);
    const { admin } = site.shop.database;
    await admin.query('update variant_prices set price_minor = 2000 where variant_id = any($1)', [
      [dearer.variantId, cheaper.variantId],
    ]);
    await page.goto('/cart');
    const line = (title: string) => page.getByRole('main').getByRole('listitem').filter({ hasText: title });
    await line('Was cheap').getByText('It costs $20.00 by now; you still pay').waitFor();
    await line('Was cheap').getByText('$10.00', { exact: true }).waitFor();
    await line('Was dear').getByText('The price has changed since you added it. $30.00 $20.00').waitFor();
    await page.getByRole('link', { name: 'Go to checkout' }).click();
    await person.fillAddress();
    const summary = page.getByRole('complementary');
    await summary.getByText('Was cheap: It costs $20.00 by now').waitFor();
    await summary.getByText('Was dear: $30.00 $20.00').waitFor();
  });

  it('[PAY-3] the return page believes the server only: an unpaid payment is not thanked for', async () => {
    const { page } = await site.machine();
    const person = buyer(page);
    await person.put();
    await person.goToCheckout();
    await person.fillAddress();
    await person.chooseDelivery();
    await person.pay();
    const back = await page.getByRole('link', { name: 'Back to the shop' }).getAttribute('href');
    await page.goto(`${back}&redirect_status=succeeded`);
    await page.getByRole('heading', { name: 'This payment is not paid yet.' }).waitFor();
    await page.goto('/checkout/return?payment=0190c0c0-0000-7000-8000-000000000000');
    await page.getByRole('heading', { name: 'This payment belongs to another session' }).waitFor();
  });

  it('[CHK-2] what is missing stands beside its field, and what the server finds wrong as well', async () => {
    const { page } = await site.machine();
    const person = buyer(page);
    await person.put(MUG);
    await person.goToCheckout();
    await page.getByRole('button', { name: 'Continue to delivery' }).click();
    await expect.poll(() => page.getByText('Please fill this in.').count()).toBe(6);
    await page.getByLabel('Phone').fill('12');
    await person.fillAddress();
    await expect.poll(() => page.getByLabel('Phone').getAttribute('aria-invalid')).toBe('true');
    // What the next step asks for is not wrong yet.
    expect(await page.getByText('Please look at these first:').count()).toBe(0);
    await page.getByLabel('Phone').fill('');
    await page.getByRole('button', { name: 'Continue to delivery' }).click();
    await page.getByRole('button', { name: 'Continue to payment' }).waitFor();
  });
});
