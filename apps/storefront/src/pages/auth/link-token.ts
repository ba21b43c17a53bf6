import { useState } from 'react';

/** The token of the link in a mail. It stands behind the `#`, which is sent to nobody, and leaves the address at once. */
export function useLinkToken(): string | null {
  const [token] = useState(() => {
    const found = new URLSearchParams(location.hash.slice(1)).get('token');
    if (found) history.replaceState(history.state, '', location.pathname);
    return found;
  });
  return token;
}
