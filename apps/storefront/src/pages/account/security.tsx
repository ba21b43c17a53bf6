import { useMessages } from '../../messages/messages.tsx';
import { useShopperSession } from '../../shop/shopper.tsx';
import { AppCodes } from './app-codes.tsx';
import { ChangeEmail } from './change-email.tsx';
import { ChangePassword } from './change-password.tsx';
import { ChangePhone } from './change-phone.tsx';

/** How the owner is reached, and how he shows that it is he. */
export function Security() {
  const { account } = useMessages();
  const { user } = useShopperSession();
  if (!user) return null;
  return (
    <section aria-labelledby="security" className="grid max-w-xl gap-10">
      <h2 id="security" className="text-xl">
        {account.sections.security}
      </h2>
      <ChangeEmail user={user} />
      <ChangePhone user={user} />
      <ChangePassword />
      <AppCodes />
    </section>
  );
}
