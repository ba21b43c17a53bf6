import { randomUUID } from 'node:crypto';
import { setTimeout as sleep } from 'node:timers/promises';
import { afterAll, beforeAll, describe, expect, it } from 'vitest';
import { expectSameTime } from '../../testing/same-time.ts';
import { mailedToken } from '../../testing/sent-messages.ts';
import { defaultStore } from '../../store.ts';
import { PASSWORD, startTestApp, type Answer, type TestApp } from '../../testing/test-app.ts';
import { newPhone } from './codes.fixture.ts';
import { newEmail } from './recovery.fixture.ts';

// No limit on messages stands in the way: each round is a quarter of an hour, or for a number a day, later.
const LATER_MS = 15 * 60_000;
const DAY_MS = 86_400_000;

describe('the time of an answer', () => {
  let shop: TestApp;
  beforeAll(async () => {
    const { accounts } = defaultStore;
    const phoneSignIn = {
      ...accounts.phoneSignIn,
      perAddressHour: 1_000_000,
      perRangeHour: 1_000_000,
      perHour: 1_000_000,
    };
    shop = await startTestApp({
      store: { accounts: { ...accounts, signUp: 'confirm', phoneSignIn } },
      env: { TRUSTED_PROXIES: '127.0.0.1' },
    });
  });
  afterAll(() => shop.close());

  let addresses = 0;
  const post = (path: string, body: object) =>
    shop
      .client({ 'x-forwarded-for': `10.77.${Math.floor(++addresses / 200)}.${addresses % 200}` })
      .post(`/api/auth/${path}`, body);
  const answers = (status: number, answer: Answer) => expect(answer.status, answer.text).toBe(status);
  const account = async () => {
    const email = newEmail();
    answers(202, await post('signup', { email, password: PASSWORD, transport: 'bearer' }));
    const token = await mailedToken(shop, email, 'confirm_sign_up');
    answers(201, await post('confirm-signup', { token, password: PASSWORD, transport: 'bearer' }));
    shop.clock.advance(LATER_MS);
    return email;
  };

  it('[AUTH-10] of a sign-in is the same, whether there is an account or not', async () => {
    const known = await account();
    const enter = async (email: string) =>
      answers(401, await post('login', { email, password: 'Wrong-Horse-1', transport: 'bearer' }));
    await expectSameTime(
      () => enter(known),
      () => enter(newEmail()),
    );
  });

  it('[AUTH-10] of a forgotten password is the same, whether there is an account or not', async () => {
    const known = await account();
    const ask = async (email: string) => {
      shop.clock.advance(LATER_MS);
      answers(202, await post('forgot-password', { email }));
    };
    await expectSameTime(
      () => ask(known),
      () => ask(newEmail()),
    );
  });

  it('[AUTH-10] of a sign-up that is to be confirmed is the same, whether there is an account or not', async () => {
    const known = await account();
    const ask = async (email: string) => {
      shop.clock.advance(LATER_MS);
      answers(202, await post('signup', { email, password: PASSWORD, transport: 'bearer' }));
    };
    await expectSameTime(
      () => ask(known),
      () => ask(newEmail()),
    );
  });

  it('[AUTH-10] of a request for a code is the same, whether the number has an account or not', async () => {
    const known = newPhone();
    const { rows } = await shop.database.admin.query<{ id: string }>(
      "insert into shoppers (id, kind, role, created_at) values ($1, 'user', 'customer', now()) returning id",
      [randomUUID()],
    );
    await shop.database.admin.query(
      'insert into users (shopper_id, phone, phone_verified_at, created_at, updated_at) values ($1, $2, now(), now(), now())',
      [rows[0]!.id, known],
    );
    const ask = async (phone: string) => {
      shop.clock.advance(DAY_MS);
      answers(202, await post('request-code', { phone }));
    };
    await expectSameTime(
      () => ask(known),
      () => ask(newPhone()),
    );
  });

  it('… and one that tells is caught', async () => {
    const quick = () => sleep(5);
    const slow = () => sleep(25);
    await expect(expectSameTime(slow, quick)).rejects.toThrow('slower in');
    await expect(expectSameTime(quick, slow)).rejects.toThrow('slower in');
    await expectSameTime(quick, quick);
  });
});
