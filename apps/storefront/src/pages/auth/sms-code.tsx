import type { InputHTMLAttributes, Ref } from 'react';
import { useMessages } from '../../messages/messages.tsx';
import { Field } from '../../parts/field.tsx';

/** Six digits, however one groups them. */
export const isSmsCode = (text: string): boolean => text.replace(/\D/g, '').length === 6;

/** The code that was sent to the phone. */
export function SmsCodeField(
  props: { error?: string; ref?: Ref<HTMLInputElement> } & InputHTMLAttributes<HTMLInputElement>,
) {
  const { auth } = useMessages();
  return (
    <Field {...props} inputMode="numeric" autoComplete="one-time-code" maxLength={12} label={auth.code} />
  );
}

/** Another code, once the wait is over, and another number. */
export function SmsCodeLinks(props: {
  /** Seconds until another code can be asked for. */
  wait: number;
  busy: boolean;
  onAgain: () => void;
  onOther: () => void;
}) {
  const { auth } = useMessages();
  const { wait, busy, onAgain, onOther } = props;
  return (
    <div className="flex flex-wrap justify-between gap-x-6 text-sm">
      <button
        type="button"
        className="min-h-11 underline underline-offset-4 disabled:text-quiet disabled:no-underline"
        disabled={wait > 0 || busy}
        onClick={onAgain}
      >
        {wait > 0 ? auth.codeAgainIn(wait) : auth.codeAgain}
      </button>
      <button type="button" className="min-h-11 underline underline-offset-4" onClick={onOther}>
        {auth.otherPhone}
      </button>
    </div>
  );
}
