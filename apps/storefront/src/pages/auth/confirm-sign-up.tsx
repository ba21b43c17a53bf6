import { Link } from '@tanstack/react-router';
import { useForm } from 'react-hook-form';
import { useMessages } from '../../messages/messages.tsx';
import { Button, buttonClass } from '../../parts/button.tsx';
import { PasswordField } from '../../parts/password-field.tsx';
import { Notice } from '../../parts/states.tsx';
import { client } from '../../shop/client.ts';
import { useArrive } from './arrive.ts';
import { AuthFrame } from './auth-frame.tsx';
import { useLinkToken } from './link-token.ts';
import { useSubmit } from './use-submit.ts';

/** Completes a sign-up by the link of its mail and the password that was chosen, where the store asks for that. */
export function ConfirmSignUp() {
  const { auth: words, fields } = useMessages();
  const token = useLinkToken();
  const arrive = useArrive(undefined);
  const {
    register,
    handleSubmit,
    formState: { errors },
  } = useForm({ defaultValues: { password: '' } });
  const { busy, problem, submit } = useSubmit(async ({ password }: { password: string }) => {
    const body = { token: token!, password };
    await arrive(await client.post('/api/auth/confirm-signup', { body }));
  });
  return (
    <AuthFrame title={words.verifyTitle}>
      {token ? (
        <form noValidate onSubmit={(event) => void handleSubmit(submit)(event)} className="grid gap-4">
          <PasswordField
            {...register('password', { required: fields.required })}
            autoComplete="current-password"
            label={words.password}
            error={errors.password?.message}
          />
          {problem && <Notice tone="bad">{problem}</Notice>}
          <Button type="submit" wide busy={busy}>
            {busy ? words.working : words.confirm}
          </Button>
        </form>
      ) : (
        <>
          <Notice tone="bad">{words.linkMissing}</Notice>
          <Link to="/sign-up" className={`mt-4 ${buttonClass('plain')}`}>
            {words.signUp}
          </Link>
        </>
      )}
    </AuthFrame>
  );
}
