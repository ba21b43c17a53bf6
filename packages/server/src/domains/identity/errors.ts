import { z } from 'zod';
import { defineErrors } from '../../platform/errors.ts';

const retryAfter = z.object({ retryAfter: z.number().int().describe('seconds') });

export const identityErrors = defineErrors({
  tokenInvalid: { status: 401, reason: 'TOKEN_INVALID' },
  tokenExpired: { status: 401, reason: 'TOKEN_EXPIRED' },
  userNotFound: { status: 401, reason: 'USER_NOT_FOUND' },
  accountInactive: { status: 401, reason: 'ACCOUNT_INACTIVE' },
  sessionRevoked: { status: 401, reason: 'SESSION_REVOKED' },
  sessionContextChanged: { status: 401, reason: 'SESSION_CONTEXT_CHANGED' },
  guestUnknown: { status: 401, reason: 'GUEST_UNKNOWN' },
  credentialsInvalid: { status: 401, reason: 'CREDENTIALS_INVALID' },
  refreshInvalid: { status: 401, reason: 'REFRESH_INVALID' },
  refreshReused: { status: 401, reason: 'REFRESH_REUSED' },
  guestsOff: { status: 403, reason: 'GUESTS_OFF' },
  noSuchUser: { status: 404, reason: 'NO_SUCH_USER' },
  emailTaken: { status: 409, reason: 'EMAIL_TAKEN', constraints: ['users_email_taken'] },
  phoneTaken: { status: 409, reason: 'PHONE_TAKEN', constraints: ['users_phone_taken'] },
  nothingToVerify: { status: 409, reason: 'NOTHING_TO_VERIFY' },
  linkInvalid: { status: 400, reason: 'LINK_INVALID' },
  codeInvalid: { status: 400, reason: 'CODE_INVALID' },
  codeTriesSpent: { status: 429, reason: 'CODE_TRIES_SPENT', details: retryAfter },
  askedTooOften: { status: 429, reason: 'ASKED_TOO_OFTEN', details: retryAfter },
  phoneInvalid: { status: 400, reason: 'PHONE_INVALID' },
  phoneNotMobile: { status: 400, reason: 'PHONE_NOT_MOBILE' },
  phoneCountryNotServed: { status: 400, reason: 'PHONE_COUNTRY_NOT_SERVED' },
  phoneSignInOff: { status: 403, reason: 'PHONE_SIGN_IN_OFF' },
  passwordSignInOnly: { status: 403, reason: 'PASSWORD_SIGN_IN_ONLY' },
  passwordWrong: { status: 403, reason: 'PASSWORD_WRONG' },
  recentSignInRequired: { status: 403, reason: 'RECENT_SIGN_IN_REQUIRED' },
  sessionUnknown: { status: 404, reason: 'SESSION_NOT_FOUND' },
  totpRequired: { status: 401, reason: 'TOTP_REQUIRED' },
  totpInvalid: { status: 401, reason: 'TOTP_INVALID' },
  totpAlreadyOn: { status: 409, reason: 'TOTP_ALREADY_ON' },
  totpNotOn: { status: 409, reason: 'TOTP_NOT_ON' },
  accountLocked: {
    status: 423,
    reason: 'ACCOUNT_LOCKED',
    details: z.object({ retryAfter: z.number().int().describe('seconds') }),
  },
  passwordWeak: {
    status: 400,
    reason: 'PASSWORD_WEAK',
    details: z.object({
      rules: z.array(z.enum(['length', 'upper', 'lower', 'digit', 'common'])).describe('the rules it breaks'),
    }),
  },
});

/** The checkout refuses phones for the same reason. */
export const { phoneInvalid } = identityErrors;
