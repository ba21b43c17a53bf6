/** Headers of every answer (API-10). Pages set a Content-Security-Policy of their own over the API's. */
export function securityHeaders(options: { https: boolean }): Record<string, string> {
  return {
    'x-content-type-options': 'nosniff',
    'x-frame-options': 'DENY',
    'x-xss-protection': '1; mode=block',
    'referrer-policy': 'strict-origin-when-cross-origin',
    'permissions-policy': permissionsPolicy([]),
    'cross-origin-opener-policy': 'same-origin',
    'cross-origin-resource-policy': 'same-origin',
    'content-security-policy': "default-src 'none'; frame-ancestors 'none'",
    ...(options.https ? { 'strict-transport-security': 'max-age=31536000; includeSubDomains' } : {}),
  };
}

/** What a page may ask of the device; wallets also from frames of these origins. */
export function permissionsPolicy(payingOrigins: readonly string[]): string {
  const paying = ['self', ...payingOrigins.map((origin) => `"${origin}"`)].join(' ');
  return `camera=(), geolocation=(), microphone=(), payment=(${paying}), usb=()`;
}
