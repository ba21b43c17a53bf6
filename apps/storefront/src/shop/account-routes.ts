import type { BodyOf, DataOf } from '@cartwright/client';
import { client } from './client.ts';

export type DeviceSession = DataOf<'get', '/api/auth/sessions'>['sessions'][number];
export type KeptAddress = DataOf<'get', '/api/auth/addresses'>['addresses'][number];

/** The routes of signing in by code, recovering and looking after an account. */
export const account = {
  requestCode: (phone: string) => client.post('/api/auth/request-code', { body: { phone } }),
  verifyCode: (body: { phone: string; verificationCode: string; totpCode?: string }) =>
    client.post('/api/auth/verify-code', { body }),
  forgotPassword: (email: string) => client.post('/api/auth/forgot-password', { body: { email } }),
  resetPassword: (token: string, password: string) =>
    client.post('/api/auth/reset-password', { body: { token, password } }),
  changePassword: (body: BodyOf<'post', '/api/auth/change-password'>) =>
    client.post('/api/auth/change-password', { body }),
  verifyEmail: (token: string) => client.post('/api/auth/verify-email', { body: { token } }),
  confirmEmailChange: (token: string) => client.post('/api/auth/change-email/confirm', { body: { token } }),
  resendVerification: () => client.post('/api/auth/resend-verification'),
  changeEmail: (body: BodyOf<'post', '/api/auth/change-email'>) =>
    client.post('/api/auth/change-email', { body }),
  changePhone: (body: BodyOf<'post', '/api/auth/change-phone'>) =>
    client.post('/api/auth/change-phone', { body }),
  confirmPhone: (body: BodyOf<'post', '/api/auth/change-phone/confirm'>) =>
    client.post('/api/auth/change-phone/confirm', { body }),
  copyOfData: () => client.get('/api/auth/me/export'),
  delete: (password: string) => client.delete('/api/auth/me', { body: password ? { password } : {} }),
  sessions: async (signal: AbortSignal) => (await client.get('/api/auth/sessions', { signal })).sessions,
  endSession: (id: string) => client.delete('/api/auth/sessions/{id}', { path: { id } }),
};

/** The address book. */
export const addressBook = {
  list: async (signal: AbortSignal) => (await client.get('/api/auth/addresses', { signal })).addresses,
  add: (body: BodyOf<'post', '/api/auth/addresses'>) => client.post('/api/auth/addresses', { body }),
  change: (id: string, body: BodyOf<'patch', '/api/auth/addresses/{id}'>) =>
    client.patch('/api/auth/addresses/{id}', { path: { id }, body }),
  remove: (id: string) => client.delete('/api/auth/addresses/{id}', { path: { id } }),
};

/** Sign-in codes of an authenticator app. */
export const appCodes = {
  read: async (signal: AbortSignal) => (await client.get('/api/auth/totp', { signal })).totp,
  begin: (proof: { password?: string }) => client.post('/api/auth/totp', { body: proof }),
  confirm: (totpCode: string) => client.post('/api/auth/totp/confirm', { body: { totpCode } }),
  end: (body: BodyOf<'delete', '/api/auth/totp'>) => client.delete('/api/auth/totp', { body }),
};
