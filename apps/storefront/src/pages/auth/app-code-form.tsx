import { useForm } from 'react-hook-form';
import { useMessages } from '../../messages/messages.tsx';
import { Button } from '../../parts/button.tsx';
import { Field } from '../../parts/field.tsx';
import { Notice } from '../../parts/states.tsx';
import { useSubmit } from './use-submit.ts';

/** The second step of signing in, for accounts that ask for a code of an authenticator app. */
export function AppCodeForm({
  onCode,
  onBack,
}: {
  onCode: (totpCode: string) => Promise<unknown>;
  onBack: () => void;
}) {
  const { auth: words, security, fields } = useMessages();
  const { register, handleSubmit, setError, formState } = useForm({ defaultValues: { totpCode: '' } });
  const { busy, problem, submit } = useSubmit(
    async ({ totpCode }: { totpCode: string }) => onCode(asTyped(totpCode)),
    { setError, names: ['totpCode'] },
  );
  return (
    <form noValidate onSubmit={(event) => void handleSubmit(submit)(event)} className="grid gap-4">
      <p role="status">{security.signIn.text}</p>
      <Field
        {...register('totpCode', {
          required: fields.required,
          minLength: { value: 6, message: fields.code },
        })}
        autoFocus
        autoComplete="one-time-code"
        autoCapitalize="none"
        spellCheck={false}
        maxLength={40}
        label={security.app.code}
        hint={security.signIn.hint}
        error={formState.errors.totpCode?.message}
      />
      {problem && <Notice tone="bad">{problem}</Notice>}
      <Button type="submit" wide busy={busy}>
        {busy ? words.working : words.signIn}
      </Button>
      <button
        type="button"
        className="min-h-11 justify-self-start text-sm underline underline-offset-4"
        onClick={onBack}
      >
        {security.signIn.back}
      </button>
    </form>
  );
}

// Apps show `123 456`; the dashes of a recovery code belong to it.
function asTyped(text: string): string {
  const digits = text.replace(/\s/g, '');
  return /^\d+$/.test(digits) ? digits : text.trim();
}
