import { Link, useNavigate } from '@tanstack/react-router';
import { useForm } from 'react-hook-form';
import { useMessages } from '../../messages/messages.tsx';
import { Button, buttonClass } from '../../parts/button.tsx';
import { PasswordField } from '../../parts/password-field.tsx';
import { Notice } from '../../parts/states.tsx';
import { toast } from '../../parts/toasts.tsx';
import { account } from '../../shop/account-routes.ts';
import { client } from '../../shop/client.ts';
import { AuthFrame } from './auth-frame.tsx';
import { useLinkToken } from './link-token.ts';
import { strong } from './sign-up.tsx';
import { useSubmit } from './use-submit.ts';

/** Sets a new password by the link of a mail. */
export function ResetPassword() {
  const { auth: words, fields } = useMessages();
  const token = useLinkToken();
  const navigate = useNavigate();
  const {
    register,
    handleSubmit,
    setError,
    formState: { errors },
  } = useForm({ defaultValues: { password: '' } });
  const { busy, problem, submit } = useSubmit(
    async ({ password }: { password: string }) => {
      await account.resetPassword(token!, password);
      await client.session.load().catch(() => {});
      await navigate({ to: '/sign-in', replace: true });
      toast(words.resetDone);
    },
    { setError, names: ['password'] },
  );
  return (
    <AuthFrame title={words.resetTitle}>
      {token ? (
        <form noValidate onSubmit={(event) => void handleSubmit(submit)(event)} className="grid gap-4">
          <p className="text-quiet">{words.resetText}</p>
          <PasswordField
            {...register('password', { required: fields.required, validate: strong(fields.password) })}
            autoComplete="new-password"
            label={words.password}
            hint={words.passwordHint}
            error={errors.password?.message}
          />
          {problem && <Notice tone="bad">{problem}</Notice>}
          <Button type="submit" wide busy={busy}>
            {busy ? words.working : words.reset}
          </Button>
        </form>
      ) : (
        <>
          <Notice tone="bad">{words.linkMissing}</Notice>
          <Link to="/forgot-password" className={`mt-4 ${buttonClass('plain')}`}>
            {words.forgotSend}
          </Link>
        </>
      )}
    </AuthFrame>
  );
}
