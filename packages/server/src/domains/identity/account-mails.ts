import {
  ACCOUNT_MAIL_TEXTS,
  CODE_TEXTS,
  type AccountMailKind,
  type MailLocale,
} from './account-mail-texts.ts';

interface MailValues {
  store: string;
  /** Whom it greets; left out in mails to addresses nobody has proved to be his. */
  name?: string;
  url?: string;
  digits?: string;
}

// Anybody may sign up with another's address and any words for a name: only what looks like one goes out in our mail.
const NAME = /^(?!www)(?=.{1,60}$)\p{L}(?:[\p{L}\p{M} '’-]|[.,](?= |$))*$/iu;

/** A mail about an account, in the reader's language. */
export function accountMail(kind: AccountMailKind, locale: string, values: MailValues) {
  const language = languageOf(locale);
  const { greeting, kinds } = ACCOUNT_MAIL_TEXTS[language];
  const { subject, body } = kinds[kind];
  return {
    kind,
    locale: language,
    subject: fill(subject, { store: values.store }),
    body: `${greeting}${values.name && NAME.test(values.name) ? `, ${values.name}` : ''}!\n\n${fill(body, values)}\n\n${values.store}\n`,
  };
}

/** The SMS that brings a code. */
export function codeMessage(
  kind: 'sign_in' | 'change_phone',
  locale: string,
  values: { store: string; code: string },
) {
  const language = languageOf(locale);
  return { kind: `${kind}_code`, locale: language, body: fill(CODE_TEXTS[language][kind], values) };
}

function languageOf(locale: string): MailLocale {
  return Object.hasOwn(ACCOUNT_MAIL_TEXTS, locale) ? (locale as MailLocale) : 'en';
}

// In one pass, so that nothing in a value is looked at again.
function fill(text: string, values: object): string {
  return text.replace(
    /\{(\w+)\}/g,
    (whole, name: string) => (values as Record<string, string | undefined>)[name] ?? whole,
  );
}
