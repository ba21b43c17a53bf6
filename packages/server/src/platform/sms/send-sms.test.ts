import { afterAll, beforeAll, beforeEach, describe, expect, it } from 'vitest';
import { startSmsServer, type SmsServer } from '../../testing/sms-server.ts';
import { startTestApp, type TestApp } from '../../testing/test-app.ts';
import { purgeOutboxJob } from '../mail/purge-outbox.job.ts';
import { sendSmsJob } from './send-sms.job.ts';

const ACCOUNT = `AC${'0'.repeat(32)}`;
const TOKEN = 'token-token-token-1';
const PHONE = '+37255512345';

describe('SMS', () => {
  let app: TestApp;
  let server: SmsServer;
  beforeAll(async () => {
    app = await startTestApp();
    server = await startSmsServer();
  });
  beforeEach(async () => {
    await app.database.admin.query('delete from outbox');
    await app.database.admin.query('delete from budgets');
    server.received.length = 0;
    for (const key of Object.keys(server.behaviour)) delete server.behaviour[key as 'drop'];
  });
  afterAll(async () => {
    await app.close();
    await server.close();
  });

  const worker = (more: { from?: string; forget?: boolean; apiBase?: string } = {}) =>
    sendSmsJob({
      system: app.database.system,
      account: { accountId: ACCOUNT, authToken: TOKEN, from: '+12025550123', apiBase: server.url, ...more },
      now: () => app.clock.now,
      forget: more.forget ?? false,
    });
  const ask = () => app.client().post('/api/auth/request-code', { phone: PHONE });
  const outbox = async () =>
    (
      await app.database.admin.query(
        'select body, attempts, sent_at is not null as sent, last_error as error from outbox order by created_at',
      )
    ).rows;

  it('[AUTH-2] with a code goes out once, as the service wants it', async () => {
    expect((await ask()).status).toBe(202);
    const [{ body }] = await outbox();
    await Promise.all([worker().run(), worker().run(), worker().run()]);
    await worker().run();
    expect(server.received).toEqual([
      {
        path: `POST /2010-04-01/Accounts/${ACCOUNT}/Messages.json`,
        authorization: `Basic ${Buffer.from(`${ACCOUNT}:${TOKEN}`).toString('base64')}`,
        form: { To: PHONE, From: '+12025550123', Body: body, ValidityPeriod: '300' },
      },
    ]);
    expect(await outbox()).toMatchObject([{ sent: true, attempts: 1, body }]);
  });

  it('[AUTH-2] may be sent by a messaging service', async () => {
    const service = `MG${'1'.repeat(32)}`;
    await ask();
    await worker({ from: service }).run();
    expect(server.received[0]!.form).toMatchObject({ MessagingServiceSid: service });
    expect(server.received[0]!.form).not.toHaveProperty('From');
  });

  it.each([
    ['answers 500', { status: 500 }, 'answered 500 with code 21211'],
    ['has too much to do', { status: 429 }, 'answered 429 with code 21211'],
    ['does not know us', { status: 401 }, 'answered 401 with code 21211'],
    ['answers nonsense', { status: 503, nonsense: true }, 'answered 503'],
    ['drops the connection', { drop: true }, 'no answer: TypeError'],
  ])('[AUTH-2] is tried again where the service %s', async (_name, behaviour, error) => {
    await ask();
    Object.assign(server.behaviour, behaviour);
    await worker().run();
    expect(await outbox()).toMatchObject([{ sent: false, attempts: 1, error }]);
    await worker().run();
    expect(server.received).toHaveLength(1);
    app.clock.advance(2_000);
    for (const key of Object.keys(server.behaviour)) delete server.behaviour[key as 'drop'];
    await worker().run();
    expect(await outbox()).toMatchObject([{ sent: true, attempts: 2 }]);
  });

  it('[AUTH-2] that the service refuses for good is not offered again, and its number is not told', async () => {
    await ask();
    server.behaviour.status = 400;
    await worker().run();
    app.clock.advance(60_000);
    await worker().run();
    expect(server.received).toHaveLength(1);
    const [row] = await outbox();
    expect(row).toMatchObject({ sent: false, attempts: 6, error: 'answered 400 with code 21211' });
  });

  it('[AUTH-2] whose code is worth nothing any more does not go out', async () => {
    await ask();
    app.clock.advance(300_000);
    await worker().run();
    expect(server.received).toEqual([]);
  });

  it('[AUD-4] is forgotten once sent, or once its code is worth nothing, where the outbox is nobody’s to read', async () => {
    await ask();
    await worker({ forget: true }).run();
    expect(await outbox()).toMatchObject([{ sent: true, body: '' }]);
    app.clock.advance(61_000);
    await ask();
    app.clock.advance(300_001);
    await purgeOutboxJob({ system: app.database.system, now: () => app.clock.now, forget: true }).run();
    expect((await outbox()).map(({ body }) => body as string)).toEqual(['', '']);
  });

  it('[AUTH-2] waits where nobody listens, and without a service stays in the outbox', async () => {
    await ask();
    await worker({ apiBase: 'http://127.0.0.1:9' }).run();
    expect(await outbox()).toMatchObject([{ sent: false, attempts: 1 }]);
    const idle = sendSmsJob({
      system: app.database.system,
      account: null,
      now: () => app.clock.now,
      forget: false,
    });
    expect(await idle.run()).toBe(0);
    expect((await app.client().get('/dev/outbox.json')).body.messages).toMatchObject([
      { channel: 'sms', recipient: PHONE, kind: 'sign_in_code' },
    ]);
  });
});
