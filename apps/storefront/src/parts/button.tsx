import type { ButtonHTMLAttributes } from 'react';

const LOOKS = {
  strong: 'bg-accent text-on-accent hover:bg-accent-strong border-transparent',
  plain: 'bg-raised text-ink border-edge hover:border-ink',
  quiet: 'bg-transparent text-ink border-transparent hover:bg-sunken',
  bad: 'bg-transparent text-bad border-bad hover:bg-bad-tint',
} as const;

export type ButtonLook = keyof typeof LOOKS;

/** Classes of a button, for links that look like one. */
export function buttonClass(look: ButtonLook = 'strong', wide = false): string {
  return `inline-flex min-h-11 items-center justify-center gap-2 rounded-sm border px-5 py-2.5 text-center text-sm font-semibold transition-colors disabled:opacity-60 aria-disabled:opacity-60 ${LOOKS[look]} ${wide ? 'w-full' : ''}`;
}

/** A button; `busy` keeps it from being pressed twice and tells so. */
export function Button({
  look = 'strong',
  wide = false,
  busy = false,
  className = '',
  children,
  onClick,
  ...rest
}: ButtonHTMLAttributes<HTMLButtonElement> & { look?: ButtonLook; wide?: boolean; busy?: boolean }) {
  return (
    <button
      type="button"
      {...rest}
      // Not `disabled`: that would take the focus away from who has just pressed it.
      aria-disabled={busy || undefined}
      aria-busy={busy || undefined}
      onClick={busy ? (event) => event.preventDefault() : onClick}
      className={`${buttonClass(look, wide)} ${className}`}
    >
      {children}
    </button>
  );
}
