import type { InputHTMLAttributes, Ref } from 'react';
import { useMessages } from '../../messages/messages.tsx';
import { PasswordField } from '../../parts/password-field.tsx';

/** The password of who is signed in, asked for again before a change that only its owner may make. */
export function ProofField(
  props: { error?: string; ref?: Ref<HTMLInputElement> } & InputHTMLAttributes<HTMLInputElement>,
) {
  const { proof } = useMessages().security;
  return (
    <PasswordField
      {...props}
      autoFocus
      autoComplete="current-password"
      label={proof.password}
      hint={proof.hint}
    />
  );
}
