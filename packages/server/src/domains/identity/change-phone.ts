import type { Origin } from '../audit/public.ts';
import type { Identity } from '../../platform/db/database.ts';
import type { Who } from '../../platform/http/route.ts';
import { queueMail } from '../../platform/mail/queries.ts';
import { accountMail } from './account-mails.ts';
import { auditUser } from './audit-user.ts';
import { checkCode, sendCode, useCode } from './phone-codes.ts';
import { maskedPhone } from './phone.ts';
import { provePresence } from './prove-presence.ts';
import { setPhone } from './queries-codes.ts';
import { lockReach, readStanding } from './queries-links.ts';
import type { RecoveryDeps } from './recovery-deps.ts';

interface Asking {
  caller: Identity<Who>;
  sessionId: string;
}

/**
 * Sends a code to the number the caller wants. Whether another account has it is not told before the number is proved to
 * be his. RECENT_SIGN_IN_REQUIRED, PASSWORD_WRONG, ACCOUNT_LOCKED, ASKED_TOO_OFTEN, CODE_TRIES_SPENT.
 */
export async function requestPhoneChange(
  deps: RecoveryDeps,
  { caller, sessionId }: Asking,
  input: { phone: string; password: string | undefined; origin: Origin; network: string; locale: string },
): Promise<void> {
  const { phone, password, origin } = input;
  const { who, rows } = await deps.system.as(caller).read(readStanding(sessionId));
  const standing = rows[0][0]!;
  const by = { id: who.shopperId, role: standing.role };
  await provePresence(deps, standing, { userId: by.id, sessionId, password, origin });
  await deps.system.as(caller).transaction(async (tx) => {
    await sendCode(tx, deps, { use: 'change_phone', whose: by.id, phone }, input);
    await tx.run(
      auditUser('user.phone_change_requested', {
        userId: by.id,
        by,
        origin,
        at: deps.now(),
        after: { phone: maskedPhone(phone) },
      }),
    );
  });
}

/**
 * Gives the caller the number whose code he has; he stays the same person with all that is his. CODE_INVALID,
 * CODE_TRIES_SPENT, and PHONE_TAKEN where another account has it.
 */
export async function confirmPhoneChange(
  deps: RecoveryDeps,
  { caller, sessionId }: Asking,
  input: { phone: string; code: string; origin: Origin; locale: string },
): Promise<void> {
  const { phone, code, origin } = input;
  const { who, rows } = await deps.system.as(caller).read(readStanding(sessionId));
  const by = { id: who.shopperId, role: rows[0][0]!.role };
  const right = await checkCode(deps, { use: 'change_phone', whose: by.id, phone }, { code, by, origin });
  const at = deps.now();
  await deps.system.as(caller).transaction(async (tx) => {
    await useCode(tx, right, at);
    const [[before]] = await tx.run(lockReach(by.id));
    await tx.run(
      setPhone({ userId: by.id, phone, now: at }),
      auditUser('user.phone_changed', {
        userId: by.id,
        by,
        origin,
        at,
        after: { phone: maskedPhone(phone) },
      }),
    );
    if (before?.email) {
      const notice = accountMail('phone_changed', before.locale ?? input.locale, {
        store: deps.store.name,
        name: before.name,
        digits: phone.slice(-2),
      });
      await tx.run(queueMail({ to: before.email, concerns: by.id, ...notice, now: at }));
    }
  });
}
