import { isRefusal } from '@cartwright/client';
import { useState } from 'react';

/**
 * Asks for the password only where the server does: after a sign-in of some time ago. `prove` runs the work with what was
 * typed and resolves to whether it is done; if not, the password is asked for from now on.
 */
export function useProof() {
  const [asked, setAsked] = useState(false);
  const prove = async (
    password: string,
    work: (proof: { password?: string }) => Promise<unknown>,
  ): Promise<boolean> => {
    try {
      await work(password ? { password } : {});
      return true;
    } catch (error) {
      if (asked || !isRefusal(error, 'RECENT_SIGN_IN_REQUIRED')) throw error;
      setAsked(true);
      return false;
    }
  };
  return { asked, prove };
}
