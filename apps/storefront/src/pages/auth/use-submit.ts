import { CartwrightError } from '@cartwright/client';
import { useState } from 'react';
import type { FieldValues, Path, UseFormSetError } from 'react-hook-form';
import { useMessages } from '../../messages/messages.tsx';
import { sentenceOf } from '../../parts/states.tsx';

interface FieldProblem {
  field: string;
  hint?: string;
}

/** Sends a form once at a time. What the server says of single fields stands beside them, all else above the button. */
export function useSubmit<Form extends FieldValues>(
  work: (form: Form) => Promise<unknown>,
  { setError, names }: { setError?: UseFormSetError<Form>; names?: readonly Path<Form>[] } = {},
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
      const fields = fieldsOf(error).filter(({ field }) => names?.includes(field as Path<Form>));
      for (const { field, hint } of fields) setError?.(field as Path<Form>, { message: hint ?? '' });
      const missing = error instanceof CartwrightError && error.reason === 'ROUTE_NOT_FOUND';
      if (fields.length === 0) setProblem(missing ? messages.account.notHere : sentenceOf(error, messages));
    } finally {
      setBusy(false);
    }
  };
  return { busy, problem, setProblem, submit };
}

function fieldsOf(error: unknown): FieldProblem[] {
  if (!(error instanceof CartwrightError)) return [];
  return (error.details as { fields?: FieldProblem[] } | null)?.fields ?? [];
}
