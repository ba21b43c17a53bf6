import { isRefusal } from '@cartwright/client';
import { useEffect, useRef, useState } from 'react';
import { useForm } from 'react-hook-form';
import { useMessages } from '../../messages/messages.tsx';
import { Button } from '../../parts/button.tsx';
import { Field } from '../../parts/field.tsx';
import { Failure, Notice, Skeleton } from '../../parts/states.tsx';
import { appCodes } from '../../shop/account-routes.ts';
import { appCodeRule } from '../auth/app-code-rule.ts';
import { useSubmit } from '../auth/use-submit.ts';
import { ProofField } from './proof-field.tsx';
import { QrCode } from './qr-code.tsx';
import { RecoveryCodes } from './recovery-codes.tsx';

interface Begun {
  secret: string;
  otpauthUrl: string;
}

/** Adds an authenticator app: its key, its first code, and the recovery codes, which are shown this once. */
export function AppSetUp({ onDone, onCancel }: { onDone: () => void; onCancel: () => void }) {
  const [begun, setBegun] = useState<Begun | null>(null);
  const [error, setError] = useState<unknown>(null);
  const [tries, setTries] = useState(0);
  const [codes, setCodes] = useState<readonly string[] | null>(null);
  const asked = useRef(-1);
  useEffect(() => {
    // Each begin makes another key, and only the last one counts.
    if (asked.current === tries) return;
    asked.current = tries;
    appCodes.begin({}).then(setBegun, setError);
  }, [tries]);
  if (codes) return <RecoveryCodes codes={codes} onKept={onDone} />;
  if (begun) return <FirstCode begun={begun} onConfirmed={setCodes} onCancel={onCancel} />;
  if (isRefusal(error, 'RECENT_SIGN_IN_REQUIRED')) return <Prove onBegun={setBegun} />;
  if (!error) return <Skeleton className="mt-2 h-80" />;
  const again = () => {
    setError(null);
    setTries(tries + 1);
  };
  return <Failure error={error} onRetry={again} />;
}

// Who signed in some time ago says first that it is he.
function Prove({ onBegun }: { onBegun: (begun: Begun) => void }) {
  const { security, fields, auth } = useMessages();
  const { register, handleSubmit, setError, formState } = useForm({ defaultValues: { password: '' } });
  const { busy, problem, submit } = useSubmit(
    async (proof: { password: string }) => onBegun(await appCodes.begin(proof)),
    { setError, names: ['password'] },
  );
  return (
    <form noValidate onSubmit={(event) => void handleSubmit(submit)(event)} className="mt-2 grid gap-4">
      <ProofField
        {...register('password', { required: fields.required })}
        error={formState.errors.password?.message}
      />
      {problem && <Notice tone="bad">{problem}</Notice>}
      <Button type="submit" busy={busy} className="justify-self-start">
        {busy ? auth.working : security.app.setUp}
      </Button>
    </form>
  );
}

function FirstCode({
  begun,
  onConfirmed,
  onCancel,
}: {
  begun: Begun;
  onConfirmed: (recoveryCodes: readonly string[]) => void;
  onCancel: () => void;
}) {
  const { security, fields, auth } = useMessages();
  const { app: words } = security;
  const { register, handleSubmit, setError, formState } = useForm({ defaultValues: { totpCode: '' } });
  const { busy, problem, submit } = useSubmit(
    async ({ totpCode }: { totpCode: string }) => {
      const { recoveryCodes } = await appCodes.confirm(totpCode.replace(/\D/g, ''));
      onConfirmed(recoveryCodes);
    },
    { setError, names: ['totpCode'] },
  );
  return (
    <form noValidate onSubmit={(event) => void handleSubmit(submit)(event)} className="mt-2 grid gap-4">
      <p>{words.scan}</p>
      <QrCode text={begun.otpauthUrl} label={words.picture} />
      <a
        href={begun.otpauthUrl}
        className="inline-flex min-h-11 items-center justify-self-start text-sm underline underline-offset-4"
      >
        {words.open}
      </a>
      <p className="text-sm">
        {words.orType}
        {/* In fours, as one reads it out; copied it is one word. */}
        <code
          className="mt-1 block font-mono text-base leading-7 break-all select-all"
          aria-label={words.key}
        >
          {begun.secret.match(/.{1,4}/g)?.map((four, index) => (
            <span key={index} className="mr-2 inline-block">
              {four}
            </span>
          ))}
        </code>
      </p>
      <p>{words.codeText}</p>
      <Field
        {...register('totpCode', { required: fields.code, validate: appCodeRule(fields.code) })}
        inputMode="numeric"
        autoComplete="one-time-code"
        maxLength={12}
        label={words.code}
        error={formState.errors.totpCode?.message}
      />
      {problem && <Notice tone="bad">{problem}</Notice>}
      <div className="flex flex-wrap gap-3">
        <Button type="submit" busy={busy}>
          {busy ? auth.working : words.turnOn}
        </Button>
        <Button look="plain" onClick={onCancel}>
          {words.cancel}
        </Button>
      </div>
    </form>
  );
}
