import { isRefusal } from '@cartwright/client';
import { useQuery, useQueryClient } from '@tanstack/react-query';
import { useState } from 'react';
import { useForm } from 'react-hook-form';
import { useFormat } from '../../format/use-format.ts';
import { useMessages } from '../../messages/messages.tsx';
import { Button } from '../../parts/button.tsx';
import { Field } from '../../parts/field.tsx';
import { Modal } from '../../parts/modal.tsx';
import { PasswordField } from '../../parts/password-field.tsx';
import { Failure, Notice, Skeleton } from '../../parts/states.tsx';
import { toast } from '../../parts/toasts.tsx';
import { appCodes } from '../../shop/account-routes.ts';
import { useShopperSession } from '../../shop/shopper.tsx';
import { useSubmit } from '../auth/use-submit.ts';
import { AppSetUp } from './app-set-up.tsx';

/** So few that it is time to think of new ones. */
const FEW = 3;

/** Codes of an authenticator app, asked for beside the password or the SMS: whether they are on, and the way to change that. */
export function AppCodes() {
  const { app: words } = useMessages().security;
  const { session } = useShopperSession();
  const queries = useQueryClient();
  const [step, setStep] = useState<'rest' | 'setUp' | 'off'>('rest');
  const queryKey = ['mine', session.ownerId, 'appCodes'];
  const { data, error, refetch } = useQuery({ queryKey, queryFn: ({ signal }) => appCodes.read(signal) });
  const rest = () => {
    setStep('rest');
    void queries.invalidateQueries({ queryKey });
  };
  return (
    <section aria-labelledby="app-codes">
      <h3 id="app-codes" className="text-lg">
        {words.title}
      </h3>
      {step === 'setUp' ? (
        <AppSetUp onDone={rest} onCancel={() => setStep('rest')} />
      ) : data ? (
        <Standing codes={data} onSetUp={() => setStep('setUp')} onEnd={() => setStep('off')} />
      ) : error ? (
        <Failure error={error} onRetry={() => void refetch()} />
      ) : (
        <Skeleton className="mt-2 h-32" />
      )}
      <Modal open={step === 'off'} onClose={() => setStep('rest')} title={words.offTitle}>
        <TurnOff
          onDone={() => {
            rest();
            toast(words.turnedOff);
          }}
        />
      </Modal>
    </section>
  );
}

type Codes = Awaited<ReturnType<typeof appCodes.read>>;

function Standing({ codes, onSetUp, onEnd }: { codes: Codes; onSetUp: () => void; onEnd: () => void }) {
  const { app: words } = useMessages().security;
  const { date } = useFormat();
  const { on, confirmedAt, recoveryCodesLeft: left } = codes;
  if (!on) {
    return (
      <>
        <p className="mt-1 mb-3 text-quiet">{words.off}</p>
        <Button look="plain" onClick={onSetUp}>
          {words.setUp}
        </Button>
      </>
    );
  }
  return (
    <>
      <p className="mt-1">{words.on(date(confirmedAt ?? ''))}</p>
      <p className={`mt-1 mb-3 text-sm ${left <= FEW ? 'text-warn' : 'text-quiet'}`}>
        {words.left(left)} {left <= FEW && words.few}
      </p>
      <Button look="bad" onClick={onEnd}>
        {words.turnOff}
      </Button>
    </>
  );
}

function TurnOff({ onDone }: { onDone: () => void }) {
  const { security, fields, auth } = useMessages();
  const { app: words, data } = security;
  const { register, handleSubmit, setError, formState } = useForm({
    defaultValues: { password: '', totpCode: '' },
  });
  const { busy, problem, submit } = useSubmit(
    async ({ password, totpCode }: { password: string; totpCode: string }) => {
      try {
        await appCodes.end({ totpCode: totpCode.trim(), ...(password ? { password } : {}) });
        onDone();
      } catch (error) {
        // It has one, and none was given.
        if (password || !isRefusal(error, 'CREDENTIALS_INVALID')) throw error;
        setError('password', { message: fields.required }, { shouldFocus: true });
      }
    },
    {
      setError,
      names: ['password', 'totpCode'],
      reasons: { CREDENTIALS_INVALID: { field: 'password', sentence: data.passwordWrong } },
    },
  );
  return (
    <form noValidate onSubmit={(event) => void handleSubmit(submit)(event)} className="grid gap-4">
      <p>{words.offText}</p>
      <PasswordField
        {...register('password')}
        autoComplete="current-password"
        optional
        label={security.proof.password}
        hint={data.passwordHint}
        error={formState.errors.password?.message}
      />
      <Field
        {...register('totpCode', { required: fields.required })}
        autoComplete="one-time-code"
        autoCapitalize="none"
        spellCheck={false}
        maxLength={40}
        label={words.offCode}
        error={formState.errors.totpCode?.message}
      />
      {problem && <Notice tone="bad">{problem}</Notice>}
      <Button type="submit" look="bad" busy={busy}>
        {busy ? auth.working : words.turnOff}
      </Button>
    </form>
  );
}
