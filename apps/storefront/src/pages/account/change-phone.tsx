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
import { client } from '../../shop/client.ts';
import { isSmsCode, SmsCodeField, SmsCodeLinks } from '../auth/sms-code.tsx';
import { useCountdown } from '../auth/use-countdown.ts';
import { useSubmit } from '../auth/use-submit.ts';
import { ProofField } from './proof-field.tsx';
import { useProof } from './use-proof.ts';

/** A number, and the password where the server has asked for it; the same for every code of this change. */
interface Wanted {
  phone: string;
  password: string;
}

/** The phone as it stands, and the way to another by a code that is sent to it. */
export function ChangePhone({ user }: { user: User }) {
  const { phone: words } = useMessages().security;
  const [open, setOpen] = useState(false);
  const title = user.phone ? words.change : words.add;
  const done = () => {
    setOpen(false);
    toast(words.changed);
    client.session.load().catch(() => {});
  };
  return (
    <section aria-labelledby="phone">
      <h3 id="phone" className="text-lg">
        {words.title}
      </h3>
      <p className={`mt-1 ${user.phone ? 'tabular-nums' : 'text-quiet'}`}>{user.phone ?? words.none}</p>
      <Button look="plain" className="mt-3" onClick={() => setOpen(true)}>
        {title}
      </Button>
      <Modal open={open} onClose={() => setOpen(false)} title={title}>
        <NewPhone onDone={done} />
      </Modal>
    </section>
  );
}

function NewPhone({ onDone }: { onDone: () => void }) {
  const [sent, setSent] = useState<Wanted | null>(null);
  const [wait, setWait] = useCountdown();
  const send = async (wanted: Wanted, proof: { password?: string }) => {
    const { resendAfter } = await account.changePhone({ phone: wanted.phone, ...proof });
    setSent(wanted);
    setWait(resendAfter);
  };
  if (!sent) return <AskNumber onSend={send} />;
  const again = () => send(sent, sent.password ? { password: sent.password } : {});
  return (
    <AskCode phone={sent.phone} wait={wait} onAgain={again} onOther={() => setSent(null)} onDone={onDone} />
  );
}

function AskNumber({
  onSend,
}: {
  onSend: (wanted: Wanted, proof: { password?: string }) => Promise<unknown>;
}) {
  const { security, fields, auth } = useMessages();
  const { asked, prove } = useProof();
  const { register, handleSubmit, setError, formState } = useForm({
    defaultValues: { phone: '', password: '' },
  });
  const { busy, problem, submit } = useSubmit(
    (wanted: Wanted) => prove(wanted.password, (proof) => onSend(wanted, proof)),
    { setError, names: ['phone', 'password'] },
  );
  return (
    <form noValidate onSubmit={(event) => void handleSubmit(submit)(event)} className="grid gap-4">
      <p>{security.phone.text}</p>
      <Field
        {...register('phone', { required: fields.phone })}
        type="tel"
        autoComplete="tel"
        maxLength={64}
        label={security.phone.label}
        hint={auth.phoneHint}
        error={formState.errors.phone?.message}
      />
      {asked && (
        <ProofField
          {...register('password', { required: fields.required })}
          error={formState.errors.password?.message}
        />
      )}
      {problem && <Notice tone="bad">{problem}</Notice>}
      <Button type="submit" busy={busy}>
        {busy ? auth.working : auth.sendCode}
      </Button>
    </form>
  );
}

function AskCode({
  phone,
  wait,
  onAgain,
  onOther,
  onDone,
}: {
  phone: string;
  /** Seconds until another code can be asked for. */
  wait: number;
  onAgain: () => Promise<unknown>;
  onOther: () => void;
  onDone: () => void;
}) {
  const { fields, auth } = useMessages();
  const { register, handleSubmit, setError, formState } = useForm({
    defaultValues: { verificationCode: '' },
  });
  const checking = useSubmit(
    async ({ verificationCode }: { verificationCode: string }) => {
      await account.confirmPhone({ phone, verificationCode });
      onDone();
    },
    {
      setError,
      names: ['verificationCode'],
      // Told only now, to who has the number: it is of no use to try its code again.
      reasons: { PHONE_TAKEN: { field: 'verificationCode', sentence: null } },
    },
  );
  const sending = useSubmit(onAgain);
  const problem = checking.problem ?? sending.problem;
  return (
    <form noValidate onSubmit={(event) => void handleSubmit(checking.submit)(event)} className="grid gap-4">
      <p role="status">{auth.codeSent(phone)}</p>
      <SmsCodeField
        {...register('verificationCode', {
          required: fields.code,
          validate: (text) => isSmsCode(text) || fields.code,
        })}
        autoFocus
        error={formState.errors.verificationCode?.message}
      />
      {problem && <Notice tone="bad">{problem}</Notice>}
      <Button type="submit" busy={checking.busy}>
        {checking.busy ? auth.working : auth.confirm}
      </Button>
      <SmsCodeLinks
        wait={wait}
        busy={sending.busy}
        onAgain={() => void sending.submit({})}
        onOther={onOther}
      />
    </form>
  );
}
