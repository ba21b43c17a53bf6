import { useState, type InputHTMLAttributes, type Ref } from 'react';
import { useMessages } from '../messages/messages.tsx';
import { Field } from './field.tsx';

/** A password, which can be looked at while it is typed. */
export function PasswordField(
  props: {
    label: string;
    hint?: string;
    error?: string;
    optional?: boolean;
    ref?: Ref<HTMLInputElement>;
  } & InputHTMLAttributes<HTMLInputElement>,
) {
  const { auth } = useMessages();
  const [shown, setShown] = useState(false);
  return (
    <Field
      {...props}
      type={shown ? 'text' : 'password'}
      maxLength={512}
      autoCapitalize="none"
      spellCheck={false}
      after={
        <button
          type="button"
          aria-pressed={shown}
          onClick={() => setShown(!shown)}
          className="absolute inset-y-0 right-0 px-3 text-xs font-semibold text-quiet hover:text-ink"
        >
          <span className="sr-only">{shown ? auth.hidePassword : auth.showPassword}</span>
          <svg
            aria-hidden="true"
            width="22"
            height="22"
            viewBox="0 0 24 24"
            fill="none"
            stroke="currentColor"
            strokeWidth="1.6"
          >
            <path d="M2.500 12S6 5.500 12 5.500 21.500 12 21.500 12 18 18.500 12 18.500 2.500 12 2.500 12Z" />
            <circle cx="12" cy="12" r="3" />
            {shown && <path d="M4 20 20 4" />}
          </svg>
        </button>
      }
    />
  );
}
