import { useForm } from 'react-hook-form';
import { useMessages } from '../../messages/messages.tsx';
import { Button } from '../../parts/button.tsx';
import { PasswordField } from '../../parts/password-field.tsx';
import { Notice } from '../../parts/states.tsx';
import { toast } from '../../parts/toasts.tsx';
import { account } from '../../shop/account-routes.ts';
import { strong } from '../auth/sign-up.tsx';
import { useSubmit } from '../auth/use-submit.ts';

/** A new password, or the first one of who signs in by code. */
export function ChangePassword() {
  const { account: words, security, fields, auth } = useMessages();
  const { profile } = words;
  const { register, handleSubmit, setError, reset, formState } = useForm({
    defaultValues: { currentPassword: '', newPassword: '' },
  });
  const { busy, problem, submit } = useSubmit(
    async ({ currentPassword, newPassword }: { currentPassword: string; newPassword: string }) => {
      await account.changePassword({ ...(currentPassword && { currentPassword }), newPassword });
      reset();
      toast(profile.passwordChanged);
    },
    { setError, names: ['currentPassword', 'newPassword'] },
  );
  return (
    <form
      noValidate
      aria-labelledby="password"
      onSubmit={(event) => void handleSubmit(submit)(event)}
      className="grid gap-4"
    >
      <div>
        <h3 id="password" className="text-lg">
          {security.password.title}
        </h3>
        <p className="mt-1 text-sm text-quiet">{security.password.text}</p>
      </div>
      <PasswordField
        {...register('currentPassword')}
        autoComplete="current-password"
        optional
        label={profile.currentPassword}
        hint={security.password.currentHint}
        error={formState.errors.currentPassword?.message}
      />
      <PasswordField
        {...register('newPassword', { required: fields.required, validate: strong(fields.password) })}
        autoComplete="new-password"
        label={profile.newPassword}
        hint={auth.passwordHint}
        error={formState.errors.newPassword?.message}
      />
      {problem && <Notice tone="bad">{problem}</Notice>}
      <Button type="submit" look="plain" busy={busy} className="justify-self-start">
        {profile.password}
      </Button>
    </form>
  );
}
