import { afterAll, beforeAll, expect, it } from 'vitest';
import { PASSWORD, startTestApp, type TestApp } from '../../testing/test-app.ts';
import { claimGuestOrders } from './queries-claim.ts';

let shop: TestApp;
beforeAll(async () => {
  shop = await startTestApp();
});
afterAll(() => shop.close());

it('[CHK-5] [L-17] orders that cannot be claimed just now keep nobody from signing in', async () => {
  const person = await shop.signUp();
  const { admin } = shop.database;
  await admin.query('alter table orders rename to orders_away');
  const answer = await shop
    .client()
    .post('/api/auth/login', { email: person.email, password: PASSWORD, transport: 'bearer' })
    .finally(() => admin.query('alter table orders_away rename to orders'));
  expect(answer.status).toBe(200);
});

it('[CHK-5] [L-23] every sign-in looks for a guest’s orders without reading those of everybody', async () => {
  const { admin } = shop.database;
  const { text, values } = claimGuestOrders('0190c0c0-0000-7000-8000-000000000000');
  await admin.query('set enable_seqscan = off');
  const { rows } = await admin.query<{ 'QUERY PLAN': string }>(`explain ${text}`, [...values]);
  await admin.query('reset enable_seqscan');
  expect(rows.map((row) => row['QUERY PLAN']).join('\n')).toContain('orders_by_email');
});
