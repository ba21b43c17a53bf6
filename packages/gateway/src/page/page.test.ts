import { describe, expect, it } from 'vitest';
import { CARDS } from '../cards.ts';
import { testGateway, type TestGateway } from '../testing/test-gateway.ts';

interface Opened {
  id: string;
  clientSecret: string;
  confirmUrl: string;
}

const read = (gateway: TestGateway, { confirmUrl }: Opened, language = 'en') =>
  gateway.call(confirmUrl.slice(gateway.url.length), { headers: { 'accept-language': language } });

const type = (gateway: TestGateway, { id, clientSecret }: Opened, number: string, expiry = '12/34') =>
  gateway.call(`/pay/${id}`, {
    body: new URLSearchParams({ client_secret: clientSecret, number, expiry, cvc: '123' }).toString(),
  });

describe('the page for people', () => {
  it('[PAY-1] takes a card and leads to the result and back to the shop, without scripts', async () => {
    const gateway = await testGateway();
    const intent = await gateway.intent({
      description: 'Order <7>',
      returnUrl: 'https://shop.example/done?a=1&b=2',
    });
    const page = await read(gateway, intent);
    expect(page.status).toBe(200);
    expect(page.text).toContain('€12.50');
    expect(page.text).toContain('Order &#60;7&#62;');
    expect(page.text).not.toContain('<script');
    expect(page.headers.get('content-security-policy')).toContain("default-src 'none'");
    expect(page.headers.get('cache-control')).toBe('no-store');
    const paid = await type(gateway, intent, '4242 4242 4242 4242');
    expect([paid.status, paid.headers.get('location')]).toEqual([
      303,
      `/pay/${intent.id}?client_secret=${intent.clientSecret}`,
    ]);
    const done = await read(gateway, intent);
    expect(done.text).toContain('Paid. Thank you.');
    expect(done.text).toContain('href="https://shop.example/done?a=1&#38;b=2"');
    expect((await type(gateway, intent, '4242424242424242')).status).toBe(303);
    expect((await gateway.ledger()).charges).toHaveLength(1);
  });

  it.each([
    ['en', 'The card has too little money', '€12.50'],
    ['et', 'Kaardil pole piisavalt raha', '12,50'],
    ['ru-RU,en;q=0.5', 'На карте недостаточно денег', '12,50'],
    ['fr, et;q=0.2, ru;q=0.7', 'На карте недостаточно денег', '12,50'],
  ])('[PAY-1] tells a decline in the language of %s', async (language, sentence, amount) => {
    const gateway = await testGateway();
    const intent = await gateway.intent();
    await type(gateway, intent, CARDS.insufficientFunds.number);
    const { text } = await read(gateway, intent, language);
    expect(text).toContain(sentence);
    expect(text).toContain(amount);
    expect(text).toContain('role="alert"');
  });

  it('[PAY-1] asks for a challenge and waits for what is being processed', async () => {
    const gateway = await testGateway();
    const intent = await gateway.intent();
    const answer = (outcome: string) =>
      gateway.call(`/pay/${intent.id}/challenge`, {
        body: `client_secret=${intent.clientSecret}&outcome=${outcome}`,
      });
    await type(gateway, intent, CARDS.challenge.number);
    expect((await read(gateway, intent)).text).toContain('Is it you?');
    await answer('fail');
    expect((await read(gateway, intent)).text).toContain('not sure that it is you');
    await type(gateway, intent, CARDS.challenge.number);
    await answer('pass');
    expect((await answer('pass')).status).toBe(303);
    expect((await read(gateway, intent)).text).toContain('Paid.');
    const late = await gateway.intent();
    await type(gateway, late, CARDS.lateSuccess.number);
    expect((await read(gateway, late)).text).toMatch(/http-equiv="refresh"[^]*being processed/);
  });

  it('[PAY-1] shows nothing to who does not know the secret, and tells of what was mistyped', async () => {
    const gateway = await testGateway();
    const intent = await gateway.intent({ description: 'Private' });
    const guess = await gateway.call(`/pay/${intent.id}?client_secret=guess`);
    expect(guess.status).toBe(404);
    expect(guess.text).not.toContain('Private');
    for (const [number, expiry] of [
      ['42', '12/34'],
      ['4242424242424242', '13/34'],
      ['1234567812345678', '12/34'],
    ] as const) {
      const answer = await type(gateway, intent, number, expiry);
      expect(answer.status).toBe(422);
      expect(answer.text).toContain('role="alert"');
    }
    const card = type(gateway, { ...intent, clientSecret: 'guess' }, '4242424242424242');
    expect((await card).status).toBe(404);
    expect((await gateway.ledger()).attempts).toEqual([]);
  });

  it('[PAY-1] pays the intents of other dialects too, and breaks as the card says', async () => {
    const gateway = await testGateway();
    const { body } = await gateway.stripe.post('/v1/payment_intents', 'amount=900&currency=jpy');
    const intent = { id: body.id, clientSecret: body.client_secret, confirmUrl: '' };
    intent.confirmUrl = `${gateway.url}/pay/${body.id}?client_secret=${body.client_secret}`;
    expect((await read(gateway, intent)).text).toContain('¥900');
    await expect(type(gateway, intent, CARDS.lostAnswer.number)).rejects.toThrow('fetch failed');
    expect((await read(gateway, intent)).text).toContain('Paid.');
  });
});
