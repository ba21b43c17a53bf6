import { afterAll, beforeAll, describe, expect, it } from 'vitest';
import { expectError } from '../../testing/expect-error.ts';
import { sentCode } from '../../testing/sent-messages.ts';
import type { TestApp } from '../../testing/test-app.ts';
import { codesOf, newPhone, startCodeShop, wrongCode } from './codes.fixture.ts';

const MINUTE_MS = 60_000;

describe('codes under attack', () => {
  let shop: TestApp;
  let other: TestApp;
  let codes: ReturnType<typeof codesOf>;
  beforeAll(async () => {
    shop = await startCodeShop();
    other = await startCodeShop({}, { database: shop.database });
    other.clock.now = shop.clock.now;
    codes = codesOf(shop);
  });
  afterAll(async () => {
    await other.close();
    await shop.close();
  });

  const reasons = (answers: { status: number; body: { error?: { reason: string } } }[]) => {
    const counts: Record<string, number> = {};
    for (const { status, body } of answers) {
      const word = body.error?.reason ?? String(status);
      counts[word] = (counts[word] ?? 0) + 1;
    }
    return counts;
  };
  const tries = async () =>
    (
      await shop.database.admin.query(
        "select used from budgets where scope = 'code_tries' order by ends_at desc limit 1",
      )
    ).rows[0]?.used;

  it('[AUTH-2] [L-21] a hundred guesses at once, over two servers, are five tries', async () => {
    const phone = newPhone();
    const code = await codes.codeFor(phone);
    const guesses = Array.from({ length: 100 }, (_, index) => wrongCode(code, index + 1));
    const answers = await Promise.all(
      guesses.map((guess, index) => codesOf(index % 2 ? shop : other).verify(phone, guess)),
    );
    expect(reasons(answers)).toEqual({ CODE_INVALID: 5, CODE_TRIES_SPENT: 95 });
    const refused = await codes.verify(phone, code);
    expectError(refused, 'CODE_TRIES_SPENT');
    expect(Number(refused.headers['retry-after'])).toBe(refused.body.error.details.retryAfter);
    expect(refused.body.error.details.retryAfter).toBeLessThanOrEqual(900);
    expect(await tries()).toBe(5);
  });

  it('[AUTH-2] [L-21] the right code among a hundred guesses gets in only if it is one of the five', async () => {
    let [entered, kept] = [0, 0];
    for (let round = 0; round < 10; round++) {
      const phone = newPhone();
      const code = await codes.codeFor(phone);
      const guesses = Array.from({ length: 100 }, (_, index) => wrongCode(code, index));
      guesses.reverse();
      const answers = await Promise.all(guesses.map((guess) => codes.verify(phone, guess)));
      const { 200: right = 0, CODE_INVALID: wrong = 0 } = reasons(answers);
      if (right === 1) {
        entered++;
        // A success gives the tries back, but no code is left to try.
        expect(wrong).toBeLessThanOrEqual(99);
      } else {
        kept++;
        expect([right, wrong]).toEqual([0, 5]);
      }
    }
    expect(entered + kept).toBe(10);
    expect(kept).toBeGreaterThan(0);
  });

  it('[AUTH-2] [L-21] asking for a new code gives no new tries', async () => {
    const phone = newPhone();
    let code = await codes.codeFor(phone);
    for (let time = 0; time < 3; time++)
      expectError(await codes.verify(phone, wrongCode(code)), 'CODE_INVALID');
    shop.clock.advance(MINUTE_MS);
    code = await codes.codeFor(phone);
    for (let time = 0; time < 2; time++)
      expectError(await codes.verify(phone, wrongCode(code)), 'CODE_INVALID');
    expectError(await codes.verify(phone, code), 'CODE_TRIES_SPENT');
    shop.clock.advance(MINUTE_MS);
    // Nor is a message paid for that nobody could use.
    expectError(await codes.request(phone), 'CODE_TRIES_SPENT');
    shop.clock.advance(13 * MINUTE_MS + 1);
    expect((await codes.verify(phone, await codes.codeFor(phone))).status).toBe(200);
  });

  it('[AUTH-2] [L-21] all uses of a number share its tries, and a right code gives them back', async () => {
    const phone = newPhone();
    const attacker = await codes.signIn(newPhone());
    const victimCode = await codes.codeFor(phone);
    shop.clock.advance(MINUTE_MS);
    expect((await attacker.post('/api/auth/change-phone', { phone })).status).toBe(202);
    const change = (verificationCode: string) =>
      attacker.post('/api/auth/change-phone/confirm', { phone, verificationCode });
    const code = await sentCode(shop, phone);
    for (let time = 1; time <= 3; time++) expectError(await change(wrongCode(code, time)), 'CODE_INVALID');
    // The code of a sign-in is none for a change, nor the other way round.
    if (code !== victimCode) {
      expectError(await change(victimCode), 'CODE_INVALID');
    }
    expect((await codes.verify(phone, victimCode)).status).toBe(200);
    for (let time = 1; time <= 5; time++) expectError(await change(wrongCode(code, time)), 'CODE_INVALID');
    expectError(await change(code), 'CODE_TRIES_SPENT');
  });

  it('[AUTH-2] [L-21] two right codes at once make one session, of one new account', async () => {
    other.clock.now = shop.clock.now;
    for (let round = 0; round < 10; round++) {
      const phone = newPhone();
      const code = await codes.codeFor(phone);
      const answers = await Promise.all([
        codes.verify(phone, code),
        codesOf(other).verify(phone, code),
        codes.verify(phone, code),
      ]);
      expect(reasons(answers)).toEqual({ 200: 1, CODE_INVALID: 2 });
      const { rows } = await shop.database.admin.query(
        'select count(*)::int as sessions, count(distinct u.shopper_id)::int as users from users u join sessions s on s.shopper_id = u.shopper_id where u.phone = $1',
        [phone],
      );
      expect(rows).toEqual([{ sessions: 1, users: 1 }]);
    }
  });
});
