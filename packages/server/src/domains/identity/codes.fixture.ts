import { defaultStore, type Store } from '../../store.ts';
import { sentCode } from '../../testing/sent-messages.ts';
import { startTestApp, type Client, type TestApp, type TestAppOptions } from '../../testing/test-app.ts';

type PhonePolicy = Store['accounts']['phoneSignIn'];

/** A shop whose tests may send many codes from one address. */
export function startCodeShop(
  policy: Partial<PhonePolicy> = {},
  options: TestAppOptions = {},
): Promise<TestApp> {
  const phoneSignIn = {
    ...defaultStore.accounts.phoneSignIn,
    perAddressHour: 100_000,
    perRangeHour: 100_000,
    perHour: 100_000,
    ...policy,
  };
  return startTestApp({ ...options, store: { accounts: { ...defaultStore.accounts, phoneSignIn } } });
}

/** An Indian mobile number that nobody was sent anything yet. */
export function newPhone(): string {
  return `+9198${String(Math.floor(Math.random() * 1e8)).padStart(8, '0')}`;
}

/** What a test says to the routes of codes. */
export function codesOf(shop: TestApp) {
  const post = (path: string, body: object, headers = {}) =>
    shop.client(headers).post(`/api/auth/${path}`, body);
  const request = (phone: string, headers = {}) => post('request-code', { phone }, headers);
  const verify = (phone: string, verificationCode: string, headers = {}) =>
    post('verify-code', { phone, verificationCode, transport: 'bearer' }, headers);
  return {
    request,
    verify,
    /** The code that a number was sent just now. */
    async codeFor(phone: string): Promise<string> {
      const answer = await request(phone);
      if (answer.status !== 202) throw new Error(answer.text);
      return sentCode(shop, phone);
    },
    /** Signs in by code, as people do. */
    async signIn(phone: string): Promise<Client & { userId: string; refreshToken: string }> {
      const { status, body, text } = await verify(phone, await this.codeFor(phone));
      if (status !== 200) throw new Error(text);
      const client = shop.client({ authorization: `Bearer ${body.accessToken}` });
      return { ...client, userId: body.user.id, refreshToken: body.refreshToken };
    },
  };
}

/** A code of six digits that is not this one. */
export function wrongCode(code: string, step = 1): string {
  return String((Number(code) + step) % 1_000_000).padStart(6, '0');
}
