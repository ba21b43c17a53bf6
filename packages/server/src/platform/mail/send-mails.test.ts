import { afterAll, beforeAll, beforeEach, describe, expect, it } from 'vitest';
import { startMailServer, type MailServer } from '../../testing/mail-server.ts';
import { PASSWORD, startTestApp, type TestApp } from '../../testing/test-app.ts';
import { freePort } from '../../testing/free-port.ts';
import { purgeOutboxJob } from './purge-outbox.job.ts';
import { sendMailsJob } from './send-mails.job.ts';

const MINUTE_MS = 60_000;

describe('mails', () => {
  let app: TestApp;
  let server: MailServer;
  beforeAll(async () => {
    app = await startTestApp();
    server = await startMailServer();
  });
  beforeEach(async () => {
    await app.database.admin.query('delete from outbox');
    server.mails.length = 0;
    for (const key of Object.keys(server.behaviour))
      delete server.behaviour[key as keyof MailServer['behaviour']];
  });
  afterAll(async () => {
    await app.close();
    await server.close();
  });

  const worker = (smtpUrl: string | undefined = server.url) =>
    sendMailsJob({
      system: app.database.system,
      smtpUrl,
      from: 'Shop <shop@example.com>',
      now: () => app.clock.now,
      forget: false,
    });
  const queue = (count: number) =>
    app.database.admin.query(
      "insert into outbox (channel, recipient, kind, locale, subject, body, created_at) select 'mail', 'p' || n || '@example.com', 'test', 'en', 'Subject ' || n, 'Body', $1 from generate_series(1, $2) n",
      [app.clock.now, count],
    );
  const outbox = async () =>
    (
      await app.database.admin.query<{
        attempts: number;
        sent: boolean;
        error: string | null;
        waits: number;
      }>(
        'select attempts, sent_at is not null as sent, last_error as error, extract(epoch from next_try_at - $1::timestamptz)::int as waits from outbox order by created_at, recipient',
        [app.clock.now],
      )
    ).rows;

  it('[ORD-7] the welcome mail of a sign-up goes out once, in the language asked for', async () => {
    await app.client({ 'accept-language': 'et' }).post('/api/auth/signup', {
      email: 'mari@example.com',
      password: PASSWORD,
      name: 'Mari',
      transport: 'bearer',
    });
    await worker().run();
    await worker().run();
    expect(server.mails).toHaveLength(1);
    const [{ to, source }] = server.mails as [(typeof server.mails)[0]];
    expect(to).toBe('mari@example.com');
    expect(source).toMatch(/^Message-ID: <[\w-]+@cartwright>$/im);
    expect(source).toContain('From: Shop <shop@example.com>');
    expect(source.replace(/=\r\n/g, '')).toContain('Tere, Mari!');
    expect(await outbox()).toMatchObject([{ attempts: 1, sent: true }]);
  });

  it('[ORD-7] [RUN-4] two workers share the mails, and none goes out twice', async () => {
    await queue(30);
    server.behaviour.delayMs = 5;
    const counts = await Promise.all([worker().run(), worker().run()]);
    expect(server.mails.map(({ to }) => to).sort()).toEqual(
      Array.from({ length: 30 }, (_, index) => `p${index + 1}@example.com`).sort(),
    );
    expect(Math.min(...(counts as number[]))).toBeGreaterThan(5);
  });

  it('[ORD-7] a failing server costs one try in a round, and the gaps grow', async () => {
    await queue(3);
    server.behaviour.drop = true;
    const waits: number[] = [];
    for (let round = 1; round <= 5; round++) {
      await worker().run();
      const [first] = await outbox();
      expect(first).toMatchObject({ attempts: round, sent: false, error: expect.stringMatching(/.+/) });
      waits.push(first!.waits);
      await app.database.admin.query(
        "update outbox set next_try_at = $1 where recipient <> 'p1@example.com'",
        [new Date(app.clock.now.getTime() + 9e9)],
      );
      app.clock.advance(first!.waits * 1_000);
    }
    expect(waits).toEqual([60, 120, 240, 480, 960]);
    delete server.behaviour.drop;
    await worker().run();
    expect((await outbox())[0]).toMatchObject({ sent: true, error: null });
    expect(server.mails).toHaveLength(1);
  });

  it('[ORD-7] the other mails are untouched by an outage, and follow when it is over', async () => {
    await queue(5);
    await worker(`smtp://127.0.0.1:${await freePort()}`).run();
    expect((await outbox()).map(({ attempts }) => attempts)).toEqual([1, 0, 0, 0, 0]);
    await worker().run();
    expect(server.mails).toHaveLength(4);
    app.clock.advance(MINUTE_MS);
    await worker().run();
    expect(server.mails).toHaveLength(5);
  });

  it('a recipient that is refused for good holds nobody up and is not tried again; refused for now, it is', async () => {
    await queue(2);
    server.behaviour.refuse = '550 no such user';
    await worker().run();
    expect(await outbox()).toMatchObject([
      { attempts: 20, sent: false },
      { attempts: 20, sent: false },
    ]);
    await app.database.admin.query('update outbox set attempts = 0, next_try_at = null');
    server.behaviour.refuse = '451 try later';
    await worker().run();
    expect(await outbox()).toMatchObject([
      { attempts: 1, waits: 60 },
      { attempts: 1, waits: 60 },
    ]);
  });

  it('[ORD-7] gives up after twenty tries, and never sends what has become old', async () => {
    await queue(1);
    await app.database.admin.query('update outbox set attempts = 20');
    await worker().run();
    await app.database.admin.query(
      "update outbox set attempts = 0, created_at = created_at - interval '8 days'",
    );
    await worker().run();
    expect(server.mails).toEqual([]);
  });

  it('[ORD-7] holds no transaction and no lock while it speaks with the server', async () => {
    await queue(1);
    server.behaviour.delayMs = 400;
    const sending = worker().run();
    await expect.poll(() => server.mails.length).toBe(1);
    const { rows } = await app.database.admin.query(
      "select state from pg_stat_activity where datname = current_database() and application_name = 'cartwright system' and state <> 'idle'",
    );
    expect(rows).toEqual([]);
    await app.database.admin.query('select 1 from outbox for update nowait');
    await sending;
  });

  it('a sender that dies loses nothing: the mail is taken up again when its time is over', async () => {
    await queue(1);
    await app.database.admin.query('update outbox set attempts = 1, next_try_at = $1', [
      new Date(app.clock.now.getTime() + 5 * MINUTE_MS),
    ]);
    await worker().run();
    expect(server.mails).toEqual([]);
    app.clock.advance(5 * MINUTE_MS);
    await worker().run();
    expect(server.mails).toHaveLength(1);
  });

  it('an address cannot smuggle in others', async () => {
    await queue(1);
    await app.database.admin.query(
      `update outbox set recipient = 'a@example.com, b@example.com', subject = E'Hello\\r\\nBcc: c@example.com'`,
    );
    await worker().run();
    expect(server.mails.map(({ to }) => to)).not.toContain('b@example.com');
    for (const { source } of server.mails) expect(source).not.toMatch(/^bcc:/im);
  });

  it('[L-23] are removed a month after they were sent', async () => {
    await queue(2);
    await app.database.admin.query("update outbox set sent_at = $1 where recipient = 'p1@example.com'", [
      app.clock.now,
    ]);
    app.clock.advance(31 * 24 * 60 * MINUTE_MS);
    await purgeOutboxJob({ system: app.database.system, now: () => app.clock.now, forget: true }).run();
    expect(await outbox()).toMatchObject([{ sent: false }]);
  });

  it('[RUN-9] stay for the development page where there is no server, shown with everything but as text', async () => {
    await queue(1);
    await app.database.admin.query(
      `update outbox set body = 'Your code is 123456 <script>alert(1)</script> https://x.example/?a=1&b=2'`,
    );
    await sendMailsJob({
      system: app.database.system,
      smtpUrl: undefined,
      from: 'x@y',
      now: () => app.clock.now,
      forget: false,
    }).run();
    const page = await app.client().get('/dev/outbox');
    expect(page.headers['content-type']).toContain('text/html');
    expect(page.headers['cache-control']).toBe('no-store');
    expect(page.text).toContain('Your code is 123456');
    expect(page.text).not.toContain('<script>');
    expect(page.headers['content-security-policy']).toContain("default-src 'none'");
    const { messages } = (await app.client().get('/dev/outbox.json')).body;
    expect(messages).toMatchObject([
      { channel: 'mail', recipient: 'p1@example.com', body: expect.stringContaining('<script>') },
    ]);
  });

  it('[RUN-9] has no page in production', async () => {
    const shop = await startTestApp({ env: { NODE_ENV: 'production', RATE_LIMITS: 'on' } });
    for (const url of ['/dev/outbox', '/dev/outbox.json', '/api/dev/outbox'])
      expect((await shop.client().get(url)).status).toBe(404);
    await shop.close();
  });
});
