import { createHmac } from 'node:crypto';
import { createServer, type IncomingMessage } from 'node:http';
import type { AddressInfo } from 'node:net';
import { afterAll, beforeAll, beforeEach, describe, expect, it } from 'vitest';
import { parseStore } from '../../store.ts';
import { PASSWORD, startTestApp, type SignedIn, type TestApp } from '../../testing/test-app.ts';
import { postAlertsJob, raiseAlertsJob } from './alert.job.ts';

const MINUTE = 60_000;
const secret = 'alert-secret-alert-secret-alert-secret';

describe('alerts', () => {
  let shop: TestApp;
  let admin: SignedIn;
  const rules = [
    { id: 'guessing', kinds: ['account_locked', 'failed_logins_account'], threshold: 3, windowMinutes: 10 },
    { id: 'cards', kinds: ['card_testing'], threshold: 1, windowMinutes: 10 },
  ];
  beforeAll(async () => {
    const alerts = { rules, mailTo: [] } as never;
    shop = await startTestApp({ store: { alerts } });
    admin = await shop.signUpAs('admin');
    await admin.patch('/api/auth/me', { locale: 'ru' });
  });
  afterAll(() => shop.close());
  beforeEach(async () => {
    await shop.database.admin.query('delete from alerts');
    shop.clock.advance(60 * MINUTE);
  });

  const happen = async (kind: string, times = 1) => {
    for (let count = 0; count < times; count++)
      await shop.database.admin.query(
        "insert into security_events (at, kind, ip) values ($1, $2, '203.0.113.5')",
        [shop.clock.now, kind],
      );
  };
  const raise = (webhook: { url: string; secret: string } | null = null) =>
    raiseAlertsJob({
      system: shop.database.system,
      store: shop.store,
      now: () => shop.clock.now,
      webhook,
    }).run();
  const alerts = async () => {
    // The clock has outrun his token.
    const login = { email: admin.email, password: PASSWORD, transport: 'bearer' };
    const { accessToken } = (await shop.client().post('/api/auth/login', login)).body;
    const answer = await shop.client({ authorization: `Bearer ${accessToken}` }).get('/api/admin/alerts');
    return answer.body.alerts as Record<string, unknown>[];
  };

  it('[AUD-5] are raised when a rule’s threshold is reached in its window, and mailed to every admin', async () => {
    await happen('account_locked', 2);
    await happen('new_device', 5);
    await raise();
    expect(await alerts()).toEqual([]);
    await happen('failed_logins_account');
    await raise();
    expect(await alerts()).toMatchObject([{ rule: 'guessing', events: 3, addresses: ['203.0.113.5'] }]);
    const { rows } = await shop.database.admin.query(
      "select recipient, locale, subject, body from outbox where kind = 'alert'",
    );
    expect(rows).toMatchObject([{ recipient: admin.email, locale: 'ru' }]);
    expect(rows[0].subject).toContain('тревога');
    expect(rows[0].body).toContain('203.0.113.5');
  });

  it('[AUD-5] are not raised for what is spread wider than the window', async () => {
    for (let count = 0; count < 4; count++) {
      await happen('account_locked');
      await raise();
      shop.clock.advance(6 * MINUTE);
    }
    expect(await alerts()).toEqual([]);
  });

  it('[AUD-5] are raised once in a window, over all instances, and again in the next', async () => {
    for (let round = 0; round < 6; round++) {
      shop.clock.advance(60 * MINUTE);
      await shop.database.admin.query('delete from alerts');
      await happen('card_testing');
      await Promise.all(Array.from({ length: 60 }, () => raise()));
      expect(await alerts()).toHaveLength(1);
    }
    await happen('card_testing', 3);
    await raise();
    expect(await alerts()).toHaveLength(1);
    shop.clock.advance(11 * MINUTE);
    await raise();
    // What happened in the first window has been told of.
    expect(await alerts()).toHaveLength(1);
    await happen('card_testing');
    await raise();
    expect(await alerts()).toHaveLength(2);
  });

  it('[AUD-5] are posted to the webhook, signed, tried again while it fails, and once where it does not', async () => {
    const got: { headers: IncomingMessage['headers']; body: string }[] = [];
    let failures = 2;
    const server = createServer((request, response) => {
      let body = '';
      request.on('data', (part: Buffer) => (body += part.toString()));
      request.on('end', () => {
        got.push({ headers: request.headers, body });
        response.writeHead(failures-- > 0 ? 500 : 204).end();
      });
    });
    await new Promise<void>((resolve) => server.listen(0, '127.0.0.1', resolve));
    const webhook = { url: `http://127.0.0.1:${(server.address() as AddressInfo).port}/x`, secret };
    const post = () =>
      postAlertsJob({ system: shop.database.system, now: () => shop.clock.now, webhook }).run();
    await happen('card_testing');
    await raise(webhook);
    await Promise.all([post(), post(), post()]);
    expect(got).toHaveLength(1);
    await post();
    expect(got).toHaveLength(1);
    shop.clock.advance(31_000);
    await post();
    shop.clock.advance(61_000);
    await post();
    shop.clock.advance(60 * MINUTE);
    await post();
    expect(got).toHaveLength(3);
    const { headers, body } = got[2]!;
    const [, seconds, signature] = /^t=(\d+),v1=(\w+)$/.exec(String(headers['x-cartwright-signature']))!;
    expect(signature).toBe(createHmac('sha256', secret).update(`${seconds}.${body}`).digest('hex'));
    expect(JSON.parse(body)).toMatchObject({ alert: { rule: 'cards', events: 1 } });
    expect(await alerts()).toMatchObject([{ webhook: { tries: 3, error: null } }]);
    server.close();
  });

  it('[AUD-5] [RUN-5] rules are checked when the store file is read', () => {
    const bad = (rule: object) => {
      const parsed = parseStore({
        ...JSON.parse(JSON.stringify(shop.store)),
        alerts: { rules: [{ id: 'x', kinds: ['probing'], threshold: 1, windowMinutes: 1, ...rule }] },
      });
      return 'problems' in parsed ? parsed.problems.join() : null;
    };
    expect(bad({})).toBeNull();
    expect(bad({ kinds: ['probeing'] })).toMatch(/alerts\.rules\.0\.kinds/);
    expect(bad({ threshold: 0 })).toMatch(/threshold/);
    expect(bad({ windowMinutes: 1e9 })).toMatch(/windowMinutes/);
    expect(bad({ surprise: 1 })).toMatch(/surprise/);
  });
});
