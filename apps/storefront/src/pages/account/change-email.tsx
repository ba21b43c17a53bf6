import type { User } from '@cartwright/client';
import { useState } from 'react';
import { useForm } from 'react-hook-form';
import { useMessages } from '../../messages/messages.tsx';
import { Button } from '../../parts/button.tsx';
import { Field } from '../../parts/field.tsx';
import { Modal } from '../../parts/modal.tsx';
import { Notice } from '../../parts/states.tsx';
import { toast } from '../../parts/toasts.tsx';
import { account } from '../../shop/account-routes.ts';
import { emailRule } from '../auth/email-rule.ts';
import { useSubmit } from '../auth/use-submit.ts';
import { ProofField } from './proof-field.tsx';
import { useProof } from './use-proof.ts';

/** The email as it stands, whether it is confirmed, and the way to another. */
export function ChangeEmail({ user }: { user: User }) {
  const { account: words, security } = useMessages();
  const { profile } = words;
  const [open, setOpen] = useState(false);
  const [sentTo, setSentTo] = useState<string | null>(null);
  const { busy, problem, submit } = useSubmit(async () => {
    await account.resendVerification();
    toast(profile.resent);
  });
  const { title, none, change, add } = security.email;
  return (
    <section aria-labelledby="email">
      <h3 id="email" className="text-lg">
        {title}
      </h3>
      {user.email ? (
        <p className="mt-1 flex flex-wrap items-center gap-x-3 break-all">
          {user.email}
          <span className={`text-xs font-semibold ${user.emailVerified ? 'text-accent' : 'text-warn'}`}>
            {user.emailVerified ? profile.verified : profile.unverified}
          </span>
        </p>
      ) : (
        <p className="mt-1 text-quiet">{none}</p>
      )}
      {problem && <Notice tone="bad">{problem}</Notice>}
      {sentTo && (
        <div className="mt-3 break-words">
          <Notice tone="good">{security.email.sent(sentTo)}</Notice>
        </div>
      )}
      <div className="mt-3 flex flex-wrap items-center gap-x-4 gap-y-2">
        <Button look="plain" onClick={() => setOpen(true)}>
          {user.email ? change : add}
        </Button>
        {user.email && !user.emailVerified && (
          <Button look="quiet" busy={busy} onClick={() => void submit({})}>
            {profile.resend}
          </Button>
        )}
      </div>
      <Modal open={open} onClose={() => setOpen(false)} title={user.email ? change : add}>
        <NewEmail
          onSent={(email) => {
            setOpen(false);
            setSentTo(email);
          }}
        />
      </Modal>
    </section>
  );
}

function NewEmail({ onSent }: { onSent: (email: string) => void }) {
  const { security, fields, auth } = useMessages();
  const { asked, prove } = useProof();
  const { register, handleSubmit, setError, formState } = useForm({
    defaultValues: { email: '', password: '' },
  });
  const { busy, problem, submit } = useSubmit(
    async ({ email, password }: { email: string; password: string }) => {
      const wanted = email.trim();
      const done = await prove(password, (proof) => account.changeEmail({ email: wanted, ...proof }));
      if (done) onSent(wanted);
    },
    { setError, names: ['email', 'password'] },
  );
  return (
    <form noValidate onSubmit={(event) => void handleSubmit(submit)(event)} className="grid gap-4">
      <p>{security.email.text}</p>
      <Field
        {...register('email', { required: fields.required, pattern: emailRule(fields.email) })}
        type="email"
        autoComplete="email"
        maxLength={254}
        label={security.email.label}
        error={formState.errors.email?.message}
      />
      {asked && (
        <ProofField
          {...register('password', { required: fields.required })}
          error={formState.errors.password?.message}
        />
      )}
      {problem && <Notice tone="bad">{problem}</Notice>}
      <Button type="submit" busy={busy}>
        {busy ? auth.working : security.email.send}
      </Button>
    </form>
  );
}
