import { z } from 'zod';
import { isWellFormed } from '../../platform/http/input.ts';

export const totpCode = z
  .string()
  .min(6)
  .max(40)
  .refine(isWellFormed, 'has characters that no text may have')
  .describe('Six digits of the authenticator app, or a recovery code.')
  .meta({ example: '492039' });

export const totpAnswer = z.object({
  totp: z.object({
    on: z.boolean(),
    confirmedAt: z.string().nullable(),
    recoveryCodesLeft: z.number().int(),
  }),
});
export const enrolAnswer = z.object({
  secret: z.string().describe('Base32; told this once.'),
  otpauthUrl: z.string().describe('For a QR code.'),
});
export const confirmInput = z.strictObject({ totpCode });
export const confirmAnswer = z.object({
  recoveryCodes: z.array(z.string()).describe('Each good once, instead of a code; told this once.'),
});
const password = z.string().min(1).max(512).refine(isWellFormed, 'has characters that no text may have');
export const enrolInput = z
  .strictObject({
    password: password.optional().describe('Needed where the last sign-in is more than ten minutes ago.'),
  })
  .optional();
export const disableInput = z.strictObject({
  password: password.optional().describe('Left out only where there is none.'),
  totpCode,
});
