import { getRouteApi, Link } from '@tanstack/react-router';
import { useState } from 'react';
import { useForm } from 'react-hook-form';
import { useMessages } from '../../messages/messages.tsx';
import { Button } from '../../parts/button.tsx';
import { Field } from '../../parts/field.tsx';
import { PasswordField } from '../../parts/password-field.tsx';
import { Notice } from '../../parts/states.tsx';
import { client } from '../../shop/client.ts';
import { usePreferences } from '../../shop/preferences.ts';
import { useArrive } from './arrive.ts';
import { AuthFrame } from './auth-frame.tsx';
import { emailRule } from './email-rule.ts';
import { useSubmit } from './use-submit.ts';

const route = getRouteApi('/sign-up');
const NAMES = ['name', 'email', 'password'] as const;

/** A new account. The cart, wishlist and orders of the guest come along. */
export function SignUp() {
  const { auth: words, fields } = useMessages();
  const { to } = route.useSearch();
  const arrive = useArrive(to);
  const { language, market } = usePreferences();
  const [mailed, setMailed] = useState(false);
  const {
    register,
    handleSubmit,
    setError,
    formState: { errors },
  } = useForm({ defaultValues: { name: '', email: '', password: '' }, mode: 'onTouched' });
  const { busy, problem, submit } = useSubmit(
    async (form: { name: string; email: string; password: string }) => {
      const body = { ...form, locale: language, ...(market && { market }) };
      const answer = await client.post('/api/auth/signup', { body });
      if ('user' in answer) await arrive(answer);
      else setMailed(true);
    },
    { setError, names: NAMES },
  );
  if (mailed) {
    return (
      <AuthFrame title={words.signUpTitle}>
        <Notice tone="good">{words.signUpMailed}</Notice>
      </AuthFrame>
    );
  }
  return (
    <AuthFrame title={words.signUpTitle}>
      <form noValidate onSubmit={(event) => void handleSubmit(submit)(event)} className="grid gap-4">
        <Field
          {...register('name')}
          autoComplete="name"
          maxLength={200}
          optional
          label={words.name}
          error={errors.name?.message}
        />
        <Field
          {...register('email', {
            required: fields.required,
            pattern: emailRule(fields.email),
          })}
          type="email"
          autoComplete="username"
          maxLength={254}
          label={words.email}
          error={errors.email?.message}
        />
        <PasswordField
          {...register('password', { required: fields.required, validate: strong(fields.password) })}
          autoComplete="new-password"
          label={words.password}
          hint={words.passwordHint}
          error={errors.password?.message}
        />
        {problem && <Notice tone="bad">{problem}</Notice>}
        <Button type="submit" wide busy={busy}>
          {busy ? words.working : words.signUp}
        </Button>
      </form>
      <p className="mt-8 border-t border-line pt-5 text-sm">
        {words.haveAccount}{' '}
        <Link to="/sign-in" search={to ? { to } : {}} className="font-semibold underline underline-offset-4">
          {words.signIn}
        </Link>
      </p>
    </AuthFrame>
  );
}

/** The server's rule of passwords, told before anything is sent. */
export function strong(sentence: string): (text: string) => true | string {
  return (text) =>
    ([...text].length >= 8 && /\p{Lu}/u.test(text) && /\p{Ll}/u.test(text) && /\p{Nd}/u.test(text)) ||
    sentence;
}
