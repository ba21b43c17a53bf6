import { isRefusal } from '@cartwright/client';
import { useNavigate } from '@tanstack/react-router';
import { useId, useState } from 'react';
import { useForm } from 'react-hook-form';
import { useMessages } from '../../messages/messages.tsx';
import { Button } from '../../parts/button.tsx';
import { Modal } from '../../parts/modal.tsx';
import { PasswordField } from '../../parts/password-field.tsx';
import { Notice } from '../../parts/states.tsx';
import { toast } from '../../parts/toasts.tsx';
import { useShopperSession } from '../../shop/shopper.tsx';
import { useSubmit } from '../auth/use-submit.ts';

type Because = 'payment' | 'refund' | 'order' | 'last-admin';

/** Says what goes and what stays, asks for the password, and takes leave. */
export function DeleteAccount({ open, onClose }: { open: boolean; onClose: () => void }) {
  const { ask } = useMessages().security.data;
  return (
    <Modal open={open} onClose={onClose} title={ask}>
      <Ask onClose={onClose} />
    </Modal>
  );
}

function Ask({ onClose }: { onClose: () => void }) {
  const { security, auth, fields } = useMessages();
  const { data: own } = security;
  const { deleteAccount } = useShopperSession();
  const navigate = useNavigate();
  const [because, setBecause] = useState<readonly Because[]>([]);
  const { register, handleSubmit, setError, formState } = useForm({ defaultValues: { password: '' } });
  const { busy, problem, submit } = useSubmit(
    async ({ password }: { password: string }) => {
      setBecause([]);
      try {
        await deleteAccount(password, () => navigate({ to: '/', replace: true }));
        toast(own.deleted);
      } catch (error) {
        if (isRefusal(error, 'ACCOUNT_BUSY')) setBecause(error.details.because);
        // It has one, and none was given.
        else if (isRefusal(error, 'CREDENTIALS_INVALID') && !password)
          setError('password', { message: fields.required }, { shouldFocus: true });
        else throw error;
      }
    },
    {
      setError,
      names: ['password'],
      reasons: { CREDENTIALS_INVALID: { field: 'password', sentence: own.passwordWrong } },
    },
  );
  return (
    <form noValidate onSubmit={(event) => void handleSubmit(submit)(event)} className="grid gap-4">
      <p>{own.deleteText}</p>
      <Points title={own.goes} points={own.gone} />
      <Points title={own.stays} points={own.kept} />
      <PasswordField
        {...register('password')}
        autoComplete="current-password"
        optional
        label={own.password}
        hint={own.passwordHint}
        error={formState.errors.password?.message}
      />
      {because.length > 0 && (
        <Notice tone="bad">
          <p>{own.busy}</p>
          <ul className="mt-1 list-disc pl-5">
            {because.map((one) => (
              <li key={one}>{own.because[one]}</li>
            ))}
          </ul>
        </Notice>
      )}
      {problem && <Notice tone="bad">{problem}</Notice>}
      <div className="flex flex-wrap gap-3">
        <Button type="submit" look="bad" busy={busy}>
          {busy ? auth.working : own.confirm}
        </Button>
        <Button look="plain" onClick={onClose}>
          {own.keep}
        </Button>
      </div>
    </form>
  );
}

function Points({ title, points }: { title: string; points: readonly string[] }) {
  const id = useId();
  return (
    <div>
      <p id={id} className="font-semibold">
        {title}
      </p>
      <ul aria-labelledby={id} className="mt-1 list-disc pl-5 text-sm">
        {points.map((point) => (
          <li key={point}>{point}</li>
        ))}
      </ul>
    </div>
  );
}
