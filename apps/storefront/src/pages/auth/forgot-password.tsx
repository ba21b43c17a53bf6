import { Link } from '@tanstack/react-router';
import { useState } from 'react';
import { useForm } from 'react-hook-form';
import { useMessages } from '../../messages/messages.tsx';
import { Button, buttonClass } from '../../parts/button.tsx';
import { Field } from '../../parts/field.tsx';
import { Notice } from '../../parts/states.tsx';
import { account } from '../../shop/account-routes.ts';
import { AuthFrame } from './auth-frame.tsx';
import { useSubmit } from './use-submit.ts';

/** Asks for a link to set a new password. The answer is the same whether there is such an account or not. */
export function ForgotPassword() {
  const { auth: words, fields } = useMessages();
  const [sent, setSent] = useState(false);
  const {
    register,
    handleSubmit,
    formState: { errors },
  } = useForm({ defaultValues: { email: '' } });
  const { busy, problem, submit } = useSubmit(async ({ email }: { email: string }) => {
    await account.forgotPassword(email);
    setSent(true);
  });
  return (
    <AuthFrame title={words.forgotTitle}>
      {sent ? (
        <Notice tone="good">{words.forgotSent}</Notice>
      ) : (
        <form noValidate onSubmit={(event) => void handleSubmit(submit)(event)} className="grid gap-4">
          <p className="text-quiet">{words.forgotText}</p>
          <Field
            {...register('email', { required: fields.required })}
            type="email"
            autoComplete="username"
            maxLength={254}
            label={words.email}
            error={errors.email?.message}
          />
          {problem && <Notice tone="bad">{problem}</Notice>}
          <Button type="submit" wide busy={busy}>
            {busy ? words.working : words.forgotSend}
          </Button>
        </form>
      )}
      <Link to="/sign-in" className={`mt-4 -ml-5 ${buttonClass('quiet')}`}>
        {words.back}
      </Link>
    </AuthFrame>
  );
}
