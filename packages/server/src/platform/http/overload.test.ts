import { afterAll, beforeAll, describe, expect, it } from 'vitest';
import { expectError } from '../../testing/expect-error.ts';
import { startTestApp, type SignedIn, type TestApp } from '../../testing/test-app.ts';

describe('an overloaded server', () => {
  let shop: TestApp;
  let person: SignedIn;
  beforeAll(async () => {
    shop = await startTestApp({ deps: { maxEventLoopDelayMs: 500 } });
    person = await shop.signUp();
  });
  afterAll(() => shop.close());

  // What a flood does to the loop; the server measures it once a second.
  function keepBusy(milliseconds: number): void {
    const until = performance.now() + milliseconds;
    while (performance.now() < until);
  }

  it('[API-11] answers 503 with Retry-After at once, asks the database nothing, stays alive, and recovers by itself', async () => {
    let asked = 0;
    await expect
      .poll(
        async () => {
          keepBusy(2_000);
          await new Promise((resolve) => setTimeout(resolve, 20));
          const stop = shop.database.shop.onSent(() => void asked++);
          const answer = await person.get('/api/cart');
          stop();
          if (answer.status === 503) {
            expectError(answer, 'OVERLOADED', { retryAfter: 2 });
            expect(answer.headers).toMatchObject({
              'retry-after': '2',
              'x-frame-options': 'DENY',
              'cache-control': 'no-store',
            });
            expect(asked).toBe(0);
            expect((await shop.client().get('/api/health')).status).toBe(200);
          }
          asked = 0;
          return answer.status;
        },
        { timeout: 20_000, interval: 0 },
      )
      .toBe(503);
    await expect
      .poll(async () => (await person.get('/api/cart')).status, { timeout: 10_000, interval: 200 })
      .toBe(200);
  });
});
