import type { Origin } from '../audit/public.ts';
import { nobody } from '../../platform/db/database.ts';
import { auditUser } from './audit-user.ts';
import { sendCode } from './phone-codes.ts';
import { maskedPhone } from './phone.ts';
import { findAccountByPhone } from './queries-codes.ts';
import type { RecoveryDeps } from './recovery-deps.ts';

/** Sends a code to sign in with. Whether the number has an account changes nothing but the language it is written in. */
export async function requestCode(
  deps: RecoveryDeps,
  phone: string,
  { origin, network, locale }: { origin: Origin; network: string; locale: string },
): Promise<void> {
  await deps.system.as(nobody).transaction(async (tx) => {
    const [[account]] = await tx.run(findAccountByPhone(phone));
    await sendCode(
      tx,
      deps,
      { use: 'sign_in', whose: '', phone },
      { network, locale: account?.locale ?? locale },
    );
    await tx.run(
      auditUser('user.code_requested', {
        userId: account?.id ?? null,
        by: null,
        origin,
        at: deps.now(),
        after: { phone: maskedPhone(phone) },
      }),
    );
  });
}
