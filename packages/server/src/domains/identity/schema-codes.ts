import { z } from 'zod';
import { isWellFormed } from '../../platform/http/input.ts';
import { password, transport } from './schema.ts';
import { totpCode } from './schema-totp.ts';

const phone = z
  .string()
  .min(1)
  .max(64)
  .refine(isWellFormed, 'has characters that no text may have')
  .describe(
    'Mobile number in any notation, with its country code, or of the country of the market in `X-Market`.',
  )
  .meta({ example: '+372 5551 2345' });

// People copy it as `123 456` or `123-456`.
const verificationCode = z
  .string()
  .max(32)
  .transform((text) => text.normalize('NFKC').replace(/[\s\p{Pd}]/gu, ''))
  .pipe(z.string().regex(/^\d{6}$/, 'is not a code of six digits'))
  .describe('The six digits of the SMS; spaces do not matter.')
  .meta({ example: '123456' });

export const requestCodeInput = z.strictObject({ phone });
export const verifyCodeInput = z.strictObject({
  phone,
  verificationCode,
  totpCode: totpCode.optional().describe('Where the answer was TOTP_REQUIRED: a code, or a recovery code.'),
  transport,
});
export const changePhoneInput = z.strictObject({
  phone,
  password: password.optional().describe('Needed where the last sign-in is more than ten minutes ago.'),
});
export const confirmPhoneInput = z.strictObject({ phone, verificationCode });

export const codeSentAnswer = z.object({
  accepted: z.literal(true),
  expiresIn: z.number().int().describe('seconds the code works for'),
  resendAfter: z.number().int().describe('seconds until another can be asked for'),
});
export const phoneChangedAnswer = z.object({ phoneChanged: z.literal(true), phone: z.string() });
