import { useId, type InputHTMLAttributes, type ReactNode, type Ref, type SelectHTMLAttributes } from 'react';
import { useMessages } from '../messages/messages.tsx';

interface Around {
  label: string;
  hint?: string | undefined;
  error?: string | undefined;
  /** Says so beside the label; what is not optional is required. */
  optional?: boolean;
  className?: string;
}

/** A labelled input with its hint and its error, tied together for screen readers. */
export function Field({
  label,
  hint,
  error,
  optional,
  className = '',
  after,
  ...input
}: Around & { after?: ReactNode; ref?: Ref<HTMLInputElement> } & InputHTMLAttributes<HTMLInputElement>) {
  const ids = useFieldIds(hint, error);
  return (
    <div className={className}>
      <Label htmlFor={ids.input} text={label} optional={optional} />
      <div className="relative">
        <input
          {...input}
          id={ids.input}
          aria-required={optional ? undefined : true}
          aria-invalid={error ? true : undefined}
          aria-describedby={ids.describedBy}
          className="field-input"
        />
        {after}
      </div>
      <Notes ids={ids} hint={hint} error={error} />
    </div>
  );
}

/** A labelled select, as `Field`. */
export function SelectField({
  label,
  hint,
  error,
  optional,
  className = '',
  children,
  ...select
}: Around & { ref?: Ref<HTMLSelectElement> } & SelectHTMLAttributes<HTMLSelectElement>) {
  const ids = useFieldIds(hint, error);
  return (
    <div className={className}>
      <Label htmlFor={ids.input} text={label} optional={optional} />
      <select
        {...select}
        id={ids.input}
        aria-invalid={error ? true : undefined}
        aria-describedby={ids.describedBy}
        className="field-input"
      >
        {children}
      </select>
      <Notes ids={ids} hint={hint} error={error} />
    </div>
  );
}

function useFieldIds(hint: string | undefined, error: string | undefined) {
  const input = useId();
  const [hintId, errorId] = [`${input}-hint`, `${input}-error`];
  const describedBy = [hint && hintId, error && errorId].filter(Boolean).join(' ') || undefined;
  return { input, hintId, errorId, describedBy };
}

function Label({
  htmlFor,
  text,
  optional,
}: {
  htmlFor: string;
  text: string;
  optional: boolean | undefined;
}) {
  const { checkout } = useMessages();
  return (
    <label htmlFor={htmlFor} className="mb-1 block text-sm font-medium">
      {text} {optional && <span className="font-normal text-quiet">({checkout.optional})</span>}
    </label>
  );
}

function Notes({
  ids,
  hint,
  error,
}: {
  ids: { hintId: string; errorId: string };
  hint: string | undefined;
  error: string | undefined;
}) {
  return (
    <>
      {hint && (
        <p id={ids.hintId} className="mt-1 text-xs text-quiet">
          {hint}
        </p>
      )}
      {error && (
        <p id={ids.errorId} className="mt-1 text-xs font-medium text-bad">
          {error}
        </p>
      )}
    </>
  );
}
