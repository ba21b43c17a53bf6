import type { DataOf } from '@cartwright/client';
import { client } from './client.ts';

type SignedIn = DataOf<'post', '/api/auth/login'>;

export interface DeviceSession {
  id: string;
  device: string | null;
  ip: string | null;
  lastSeenAt: string;
  current: boolean;
}

// An older server may lack these; its answer then is ROUTE_NOT_FOUND, which the pages understand.
const call = client.request.bind(client) as unknown as (
  method: string,
  path: string,
  options?: { body?: unknown; path?: Record<string, string>; signal?: AbortSignal },
) => Promise<{ data: unknown }>;

async function send<Data = unknown>(method: string, path: string, options?: Parameters<typeof call>[2]) {
  return (await call(method, path, options)).data as Data;
}

/** The routes of signing in, recovering and looking after an account. */
export const account = {
  requestCode: (phone: string) =>
    send<{ resendAfter?: number }>('post', '/api/auth/request-code', { body: { phone } }),
  verifyCode: (phone: string, verificationCode: string) =>
    send<SignedIn>('post', '/api/auth/verify-code', { body: { phone, verificationCode } }),
  forgotPassword: (email: string) => send('post', '/api/auth/forgot-password', { body: { email } }),
  resetPassword: (token: string, password: string) =>
    send('post', '/api/auth/reset-password', { body: { token, password } }),
  changePassword: (body: { currentPassword?: string; newPassword: string }) =>
    send('post', '/api/auth/change-password', { body }),
  verifyEmail: (token: string) => send('post', '/api/auth/verify-email', { body: { token } }),
  confirmEmailChange: (token: string) => send('post', '/api/auth/change-email/confirm', { body: { token } }),
  resendVerification: () => send('post', '/api/auth/resend-verification'),
  sessions: async (signal?: AbortSignal) =>
    (await send<{ sessions: DeviceSession[] }>('get', '/api/auth/sessions', { ...(signal && { signal }) }))
      .sessions,
  endSession: (id: string) => send('delete', '/api/auth/sessions/{id}', { path: { id } }),
};

export interface KeptAddress {
  id: string;
  name: string | null;
  line1: string | null;
  line2: string | null;
  city: string | null;
  region: string | null;
  postalCode: string | null;
  country: string | null;
  phone?: string | null;
}

const BOOK = '/api/auth/addresses';

/** The address book. */
export const addressBook = {
  list: async (signal?: AbortSignal) =>
    (await send<{ addresses: KeptAddress[] }>('get', BOOK, { ...(signal && { signal }) })).addresses,
  add: (body: Record<string, string | null>) => send('post', BOOK, { body }),
  change: (id: string, body: Record<string, string | null>) =>
    send('patch', `${BOOK}/{id}`, { path: { id }, body }),
  remove: (id: string) => send('delete', `${BOOK}/{id}`, { path: { id } }),
};
