import { CartwrightError } from '@cartwright/client';
import { useState } from 'react';
import type { FieldValues, Path, UseFormSetError } from 'react-hook-form';
import { useMessages } from '../../messages/messages.tsx';
import { sentenceOf } from '../../parts/states.tsx';

interface FieldProblem {
  field: string;
  hint?: string;
}

// Refusals that are about one field, though they do not name it.
const FIELD_OF: Record<string, readonly string[]> = {
  EMAIL_TAKEN: ['email'],
  PASSWORD_WRONG: ['currentPassword', 'password'],
  PASSWORD_WEAK: ['newPassword', 'password'],
  PHONE_INVALID: ['phone'],
  PHONE_NOT_MOBILE: ['phone'],
  PHONE_COUNTRY_NOT_SERVED: ['phone'],
  PHONE_TAKEN: ['phone'],
  CODE_INVALID: ['verificationCode'],
  TOTP_INVALID: ['totpCode'],
};

interface Places<Form extends FieldValues> {
  setError?: UseFormSetError<Form>;
  /** The fields of the form, named as the API names them. */
  names?: readonly Path<Form>[];
  /** More reasons that are about one field, with the sentence that stands there; null leaves the server's own. */
  reasons?: Record<string, { field: Path<Form>; sentence: string | null }>;
}

/** Sends a form once at a time. What the server says of single fields stands beside them, all else above the button. */
export function useSubmit<Form extends FieldValues>(
  work: (form: Form) => Promise<unknown>,
  { setError, names = [], reasons = {} }: Places<Form> = {},
) {
  const messages = useMessages();
  const [busy, setBusy] = useState(false);
  const [problem, setProblem] = useState<string | null>(null);
  const submit = async (form: Form) => {
    if (busy) return;
    setBusy(true);
    setProblem(null);
    try {
      await work(form);
    } catch (error) {
      const sentence = sentenceOf(error, messages);
      const fields = setError ? fieldsOf(error, { names, reasons, sentence }) : [];
      // The first of them is gone to, which reads its error out.
      fields.forEach(({ field, hint }, index) =>
        setError?.(field as Path<Form>, { message: hint ?? sentence }, { shouldFocus: index === 0 }),
      );
      const missing = error instanceof CartwrightError && error.reason === 'ROUTE_NOT_FOUND';
      if (fields.length === 0) setProblem(missing ? messages.account.notHere : sentence);
    } finally {
      setBusy(false);
    }
  };
  return { busy, problem, setProblem, submit };
}

function fieldsOf<Form extends FieldValues>(
  error: unknown,
  { names, reasons, sentence }: Required<Pick<Places<Form>, 'names' | 'reasons'>> & { sentence: string },
): FieldProblem[] {
  if (!(error instanceof CartwrightError)) return [];
  const { reason, details } = error as CartwrightError;
  const known = names as readonly string[];
  const told = (details as { fields?: FieldProblem[] } | null)?.fields ?? [];
  const named = told.filter(({ field }) => known.includes(field));
  if (named.length > 0) return named;
  const given = reasons[reason];
  if (given) return [{ field: given.field, hint: given.sentence ?? sentence }];
  const field = FIELD_OF[reason]?.find((name) => known.includes(name));
  return field ? [{ field, hint: sentence }] : [];
}
