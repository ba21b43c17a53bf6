import { z } from 'zod';
import { defineErrors } from '../../platform/errors.ts';

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
