import { afterAll, beforeAll, describe, expect, it } from 'vitest';
import { expectError } from '../../testing/expect-error.ts';
import { PASSWORD, startTestApp, type SignedIn, type TestApp } from '../../testing/test-app.ts';
import { LaterRecords } from './later-records.ts';

const USER_AGENT = 'test browser';

describe('what the audit log tells', () => {
  let shop: TestApp;
  let ann: SignedIn;
  let admin: SignedIn;
  beforeAll(async () => {
    shop = await startTestApp();
    ann = await shop.signUp('ann@example.org');
    const made = await shop.signUpAs('admin');
    const login = { email: made.email, password: PASSWORD, transport: 'bearer' };
    const { accessToken } = (await shop.client(from('admin')).post('/api/auth/login', login)).body;
    // What staff do must come from the client they signed in with.
    const headers = { authorization: `Bearer ${accessToken}`, 'user-agent': USER_AGENT };
    admin = { ...made, ...shop.client(headers) };
  });
  afterAll(() => shop.close());

  const from = (requestId: string) => ({ 'x-request-id': `audited-${requestId}`, 'user-agent': USER_AGENT });
  const rows = async (requestId: string) =>
    (
      await shop.database.admin.query(
        'select action, actor_id, actor_role, target_kind, target_id, before, after, host(ip) as ip, user_agent from audit_log where request_id = $1 order by id',
        [`audited-${requestId}`],
      )
    ).rows;
  const logIn = (requestId: string, password: string, email = ann.email) =>
    shop.client(from(requestId)).post('/api/auth/login', { email, password, transport: 'bearer' });
  const where = { ip: '127.0.0.1', user_agent: USER_AGENT };
  const by = (person: SignedIn, role = 'customer') => ({
    actor_id: person.userId,
    actor_role: role,
    ...where,
  });
  const onAnn = (): object => ({ target_kind: 'user', target_id: ann.userId });

  it('[AUD-1] a sign-up', async () => {
    const answer = await shop.client(from('sign-up')).post('/api/auth/signup', {
      email: 'eve@example.org',
      password: PASSWORD,
      transport: 'bearer',
    });
    const { id } = answer.body.user;
    expect(await rows('sign-up')).toMatchObject([
      { action: 'user.sign_up', actor_id: id, actor_role: 'customer', target_id: id, ...where },
    ]);
  });

  it('[AUD-1] a sign-in, and where it was refused, for which password nobody waits', async () => {
    expect((await logIn('log-in', PASSWORD)).status).toBe(200);
    expect(await rows('log-in')).toMatchObject([{ action: 'user.log_in', ...by(ann), ...onAnn() }]);
    expectError(await logIn('wrong', 'Wrong-Password-1'), 'CREDENTIALS_INVALID');
    expectError(await logIn('unknown', PASSWORD, 'nobody@example.org'), 'CREDENTIALS_INVALID');
    const refused = { action: 'user.log_in_failed', actor_id: null, actor_role: 'anonymous', ...where };
    await expect.poll(() => rows('wrong')).toMatchObject([{ ...refused, ...onAnn() }]);
    await expect.poll(() => rows('unknown')).toMatchObject([{ ...refused, target_id: null }]);
  });

  it('[AUD-1] a suspension, the sign-in that it refuses, and its end', async () => {
    const suspend = (requestId: string, active: boolean) =>
      admin.patch(`/api/admin/users/${ann.userId}`, { active }, from(requestId));
    expect((await suspend('suspend', false)).status).toBe(200);
    expectError(await logIn('inactive', PASSWORD), 'ACCOUNT_INACTIVE');
    expect((await suspend('reinstate', true)).status).toBe(200);
    expect(await rows('suspend')).toEqual([
      {
        action: 'user.suspend',
        before: { active: true },
        after: { active: false },
        ...by(admin, 'admin'),
        ...onAnn(),
      },
    ]);
    expect(await rows('reinstate')).toMatchObject([
      { action: 'user.reinstate', before: { active: false }, after: { active: true } },
    ]);
    await expect
      .poll(() => rows('inactive'))
      .toMatchObject([{ action: 'user.log_in_failed', after: { reason: 'ACCOUNT_INACTIVE' }, ...onAnn() }]);
  });

  it('[AUD-1] a change of an account, and no value of it that tells who he is', async () => {
    await ann.patch('/api/auth/me', { name: 'Ann Secret' }, from('change'));
    const told = await rows('change');
    expect(told).toMatchObject([
      { action: 'user.change', after: { fields: ['name'] }, ...by(ann), ...onAnn() },
    ]);
    expect(JSON.stringify(told)).not.toContain('Secret');
  });

  it('[AUD-1] [AUTH-4] a refresh token used again, and a logout', async () => {
    const person = (await logIn('again', PASSWORD)).body;
    const refresh = (requestId: string) =>
      shop.client(from(requestId)).post('/api/auth/refresh', { refreshToken: person.refreshToken });
    expect((await refresh('fresh')).status).toBe(200);
    shop.clock.advance(60_000);
    expectError(await refresh('reuse'), 'REFRESH_REUSED');
    expect(await rows('reuse')).toMatchObject([
      {
        action: 'user.refresh_reused',
        actor_id: null,
        actor_role: 'anonymous',
        after: { endedSession: expect.any(String) },
        ...onAnn(),
        ...where,
      },
    ]);
    await ann.post('/api/auth/logout', undefined, from('logout'));
    expect(await rows('logout')).toMatchObject([{ action: 'user.log_out', ...by(ann), ...onAnn() }]);
  });

  describe('later', () => {
    const entry = (action: string) => ({
      at: new Date(),
      actorId: null,
      actorRole: 'anonymous',
      action,
      targetKind: 'test',
      targetId: null,
      requestId: 'audited-later',
      ip: '192.0.2.1',
      userAgent: '',
    });

    it('[AUD-1] a refusal that is not waited for is written all the same, however many there are', async () => {
      const lost: unknown[] = [];
      const later = new LaterRecords(shop.database.system, (error) => lost.push(error));
      await Promise.all(Array.from({ length: 1_200 }, (_, index) => later.record(entry(`flood.${index}`))));
      await later.settled();
      expect(lost).toEqual([]);
      expect(await rows('later')).toHaveLength(1_200);
    });

    it('[AUD-1] one that cannot be written is told, and never rejects', async () => {
      const lost: string[] = [];
      const later = new LaterRecords(shop.database.system, (_error, { action }) => lost.push(action));
      await later.record({ ...entry('lost'), ip: 'not an address' });
      await later.settled();
      expect(lost).toEqual(['lost']);
    });
  });
});
