import { z } from 'zod';
import { email, password, transport } from './schema.ts';

const token = z
  .string()
  .regex(/^[\w-]{43}$/, 'is not the token of a link')
  .describe('From the link in the mail: what stands behind `#token=`.')
  .meta({ example: 'q3J0b2tlbi1vZi00My1jaGFyYWN0ZXJzLWluLWJhc2U' });

export const linkInput = z.strictObject({ token });
export const confirmSignUpInput = z.strictObject({ token, password, transport });
export const forgotInput = z.strictObject({ email });
export const resetInput = z.strictObject({ token, password });
export const changePasswordInput = z.strictObject({
  currentPassword: password.optional().describe('The old one; left out only where there is none yet.'),
  newPassword: password,
});
export const changeEmailInput = z.strictObject({
  email,
  password: password.optional().describe('Needed where the last sign-in is more than ten minutes ago.'),
});

export const emailVerifiedAnswer = z.object({ emailVerified: z.literal(true) });
export const passwordAnswer = z.object({
  passwordChanged: z.literal(true),
});
export const passwordChangeAnswer = passwordAnswer.extend({
  ended: z.number().int().describe('other sessions that were ended'),
});
export const emailChangedAnswer = z.object({ emailChanged: z.literal(true) });
