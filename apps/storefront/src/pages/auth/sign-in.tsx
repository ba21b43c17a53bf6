import { isRefusal } from '@cartwright/client';
import { getRouteApi, Link } from '@tanstack/react-router';
import { useState } from 'react';
import { useForm } from 'react-hook-form';
import { useMessages } from '../../messages/messages.tsx';
import { Button } from '../../parts/button.tsx';
import { Field } from '../../parts/field.tsx';
import { PasswordField } from '../../parts/password-field.tsx';
import { Notice } from '../../parts/states.tsx';
import { client } from '../../shop/client.ts';
import { AppCodeForm } from './app-code-form.tsx';
import { useArrive } from './arrive.ts';
import { AuthFrame } from './auth-frame.tsx';
import { CodeForm } from './code-form.tsx';
import { useSubmit } from './use-submit.ts';

const route = getRouteApi('/sign-in');

/** Signing in, by password or by a code on the phone. */
export function SignIn() {
  const { auth: words } = useMessages();
  const search = route.useSearch();
  const arrive = useArrive(search.to);
  const tab = (by: 'code' | undefined, label: string) => (
    <Link
      to="/sign-in"
      search={{ ...search, by }}
      replace
      // Without it the address of the first tab counts as part of the second's.
      activeOptions={{ exact: true }}
      className="flex min-h-11 flex-1 items-center justify-center rounded-sm px-2 py-1 text-center text-sm aria-[current]:bg-raised aria-[current]:font-semibold aria-[current]:shadow-sm"
    >
      {label}
    </Link>
  );
  return (
    <AuthFrame title={words.signInTitle}>
      <nav aria-label={words.signInTitle} className="mb-6 flex gap-1 rounded-md bg-sunken p-1">
        {tab(undefined, words.byPassword)}
        {tab('code', words.byCode)}
      </nav>
      {search.by === 'code' ? <CodeForm onSignedIn={arrive} /> : <ByPassword onSignedIn={arrive} />}
      <p className="mt-8 border-t border-line pt-5 text-sm">
        {words.noAccount}{' '}
        <Link
          to="/sign-up"
          search={search.to ? { to: search.to } : {}}
          className="font-semibold underline underline-offset-4"
        >
          {words.signUp}
        </Link>
      </p>
    </AuthFrame>
  );
}

interface Credentials {
  email: string;
  password: string;
}

// Whether an account asks for a code as well is told only to who has its password.
function ByPassword({ onSignedIn }: { onSignedIn: ReturnType<typeof useArrive> }) {
  const [right, setRight] = useState<Credentials | null>(null);
  const logIn = async (body: Credentials & { totpCode?: string }) =>
    onSignedIn(await client.post('/api/auth/login', { body }));
  if (right) {
    return <AppCodeForm onCode={(totpCode) => logIn({ ...right, totpCode })} onBack={() => setRight(null)} />;
  }
  const submit = async (typed: Credentials) => {
    try {
      await logIn(typed);
    } catch (error) {
      if (!isRefusal(error, 'TOTP_REQUIRED')) throw error;
      setRight(typed);
    }
  };
  return <PasswordForm onTyped={submit} />;
}

function PasswordForm({ onTyped }: { onTyped: (typed: Credentials) => Promise<unknown> }) {
  const { auth: words, fields } = useMessages();
  const {
    register,
    handleSubmit,
    formState: { errors },
  } = useForm({ defaultValues: { email: '', password: '' } });
  const { busy, problem, submit } = useSubmit(onTyped);
  return (
    <form noValidate onSubmit={(event) => void handleSubmit(submit)(event)} className="grid gap-4">
      <Field
        {...register('email', { required: fields.required })}
        type="email"
        autoComplete="username"
        label={words.email}
        error={errors.email?.message}
      />
      <PasswordField
        {...register('password', { required: fields.required })}
        autoComplete="current-password"
        label={words.password}
        error={errors.password?.message}
      />
      {problem && <Notice tone="bad">{problem}</Notice>}
      <Button type="submit" wide busy={busy}>
        {busy ? words.working : words.signIn}
      </Button>
      <Link to="/forgot-password" className="justify-self-start py-2 text-sm underline underline-offset-4">
        {words.forgot}
      </Link>
    </form>
  );
}
