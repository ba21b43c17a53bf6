const NAME = 'cw_probe';

/** Whether this browser keeps a cookie of ours, tried out: `navigator.cookieEnabled` says yes where all are blocked. */
export function takesCookies(): boolean {
  try {
    document.cookie = `${NAME}=1; path=/; samesite=lax`;
    const taken = document.cookie.includes(`${NAME}=1`);
    document.cookie = `${NAME}=; path=/; max-age=0`;
    return taken;
  } catch {
    return false;
  }
}
