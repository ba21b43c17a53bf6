export const COOKIES = {
  access: 'cw_access',
  refresh: 'cw_refresh',
  guest: 'cw_guest',
  device: 'cw_device',
  csrf: 'cw_csrf',
} as const;
/** The refresh token travels only where it is used. */
export const REFRESH_PATH = '/api/auth';

/** The parts of a request that can say who asks. */
export interface Credentials {
  headers: Record<string, string | string[] | undefined>;
  cookies: Record<string, string | undefined>;
}
