import { z } from 'zod';
import { id, isWellFormed, plainText } from '../../platform/http/input.ts';
import { totpCode } from './schema-totp.ts';

// Refused rather than cleaned: a corrected address is somebody else's.
export const email = z
  .string()
  .max(1_000)
  .refine(isWellFormed, 'has characters that no text may have')
  .transform((text) => text.trim().normalize('NFC').toLowerCase())
  .pipe(
    z
      .string()
      .max(254)
      .refine((text) => text === text.normalize('NFKC'), 'has characters that only look like others')
      .regex(
        /^[^\s@<>()[\]\\,;:"\p{Cc}\p{Cf}\p{DI}]+@[^\s@<>()[\]\\,;:"\p{Cc}\p{Cf}\p{DI}]+\.[^\s@<>()[\]\\,;:"\p{Cc}\p{Cf}\p{DI}]{2,}$/u,
        'is not an email address',
      ),
  )
  .describe('Email address; letter case does not matter.')
  .meta({ example: 'ann@example.com' });

const PASSWORD_CHARACTERS = 128;

// Never trimmed or cleaned: what the person typed is the password. Characters are counted, not their parts.
export const password = z
  .string()
  .min(1)
  .max(PASSWORD_CHARACTERS * 4)
  .refine(
    (text) => [...text].length <= PASSWORD_CHARACTERS,
    `has more than ${PASSWORD_CHARACTERS} characters`,
  )
  .refine(isWellFormed, 'has characters that no text may have')
  .describe('At least 8 characters with an upper-case letter, a lower-case letter and a digit; at most 128.')
  .meta({ example: 'Correct-Horse-1' });

export const transport = z
  .enum(['cookie', 'bearer'])
  .default('cookie')
  .describe('`cookie` for browsers; `bearer` puts the tokens into the answer for other clients.');

export const locale = z.enum(['en', 'et', 'ru']);
const marketCode = z
  .string()
  .regex(/^[a-z]{2,8}$/)
  .describe('Market code such as `us`.')
  .meta({ example: 'us' });

/** Sign-in puts a guest's cart into the market asked for, as every other request of the cart would. */
export const marketHeaders = z.looseObject({
  'x-market': z.string().max(32).optional().describe('market code such as `us`'),
});

export const signUpInput = z.strictObject({
  email,
  password,
  name: plainText(200).default(''),
  market: marketCode.optional(),
  locale: locale.optional(),
  transport,
});

export const logInInput = z.strictObject({
  email,
  password,
  totpCode: totpCode.optional().describe('Where the answer was TOTP_REQUIRED: a code, or a recovery code.'),
  transport,
});

export const refreshInput = z
  .strictObject({
    refreshToken: z
      .string()
      .min(20)
      .max(200)
      .optional()
      .describe('Bearer clients only; browsers send their cookie.')
      .meta({ example: 'q3J0b2tlbi1vZi00My1jaGFyYWN0ZXJzLWluLWJhc2U2NA' }),
  })
  .optional();

export const guestInput = z.strictObject({ transport, market: marketCode.optional() }).optional();

export const meInput = z.strictObject({
  name: plainText(200).optional(),
  locale: locale.nullable().optional(),
  market: marketCode.nullable().optional(),
  customerType: z.enum(['private', 'business']).optional(),
  company: plainText(200, 1).nullable().optional(),
  vatNumber: plainText(32, 2).nullable().optional(),
});

const role = z.enum(['customer', 'designer', 'support', 'admin']);
export const userStatusInput = z
  .strictObject({ active: z.boolean().optional(), role: role.optional() })
  .refine(({ active, role }) => active !== undefined || role !== undefined, 'names nothing to change')
  .meta({ example: { active: false } });
export const userParams = z.strictObject({ id });

export const user = z.object({
  id,
  email: z.string().nullable().describe('null for who signs in by phone and gave none'),
  emailVerified: z.boolean(),
  phone: z.string().nullable().describe('E.164; always a verified one'),
  name: z.string(),
  role: z.enum(['customer', 'designer', 'support', 'admin']),
  locale: z.string().nullable(),
  market: z.string().nullable(),
  customerType: z.enum(['private', 'business']),
  company: z.string().nullable(),
  vatNumber: z.string().nullable(),
  createdAt: z.string(),
});

const guestCart = z
  .object({
    merged: z.number().int().describe('Pieces that are now in the cart.'),
    wishes: z.number().int().describe('Wishlist items that moved along.'),
    losers: z.array(
      z.object({
        variantId: id,
        title: z.string(),
        requested: z.number().int(),
        added: z.number().int(),
        reason: z.string(),
      }),
    ),
  })
  .nullable()
  .describe('What became of the guest cart, when there was one.');

export const tokenAnswer = z.object({
  accessToken: z.string().optional().describe('Only for `"transport":"bearer"`.'),
  refreshToken: z.string().optional().describe('Only for `"transport":"bearer"`.'),
  expiresIn: z.number().int().describe('Seconds until the access token ends.'),
  user,
  guestCart: guestCart.optional(),
});

/** Taken; what came of it is told elsewhere. */
export const acceptedAnswer = z.object({ accepted: z.literal(true) });
export const meAnswer = z.object({ user });
export const sessionAnswer = z.object({
  session: z.object({
    kind: z.enum(['user', 'guest', 'none']),
    ownerId: id.nullable().describe('Of the user or guest; what `X-Owner` is compared with.'),
    user: user.nullable(),
    refreshable: z
      .boolean()
      .describe('Whether a refresh cookie came along; asking with it may bring a user back.'),
    csrfToken: z.string().describe('As from `GET /api/auth/csrf`, so that a page need not ask twice.'),
  }),
});
export const guestAnswer = z.object({ guestToken: z.string().optional(), guest: z.object({ id }) });
export const csrfAnswer = z.object({
  csrfToken: z.string(),
  expiresIn: z.number().int().describe('Seconds.'),
});
export const logoutAnswer = z.object({ clearLocalStorage: z.literal(true), ended: z.number().int() });
export const userStatusAnswer = z.object({ user: z.object({ id, active: z.boolean(), role }) });
