import type { MailTexts } from './queries-sign-in.ts';

interface Text {
  subject: string;
  body: string;
}

const SESSION_ENDED: Record<string, Text> = {
  en: {
    subject: '{store}: your oldest session was ended',
    body: 'You signed in on another device ({device}, {ip}). An account may have {most} sessions at a time, so the oldest one was ended.',
  },
  et: {
    subject: '{store}: sinu vanim seanss lõpetati',
    body: 'Logisid sisse veel ühest seadmest ({device}, {ip}). Kontol võib korraga olla {most} seanssi, seepärast lõpetati kõige vanem.',
  },
  ru: {
    subject: '{store}: самый старый сеанс завершён',
    body: 'Вы вошли ещё с одного устройства ({device}, {ip}). Одновременно может быть не больше {most} сеансов, поэтому самый старый завершён.',
  },
};

const NEW_SIGN_IN: Record<string, Text> = {
  en: {
    subject: '{store}: a new sign-in to your account',
    body: 'Somebody signed in to your account from a device or network that was not used before: {device}, {ip}, {time}.',
  },
  et: {
    subject: '{store}: uus sisselogimine sinu kontole',
    body: 'Sinu kontole logiti sisse seadmest või võrgust, mida varem ei kasutatud: {device}, {ip}, {time}.',
  },
  ru: {
    subject: '{store}: новый вход в вашу учётную запись',
    body: 'В вашу учётную запись вошли с устройства или из сети, которые раньше не использовались: {device}, {ip}, {time}.',
  },
};

const LOCKED: Record<string, Text> = {
  en: {
    subject: '{store}: wrong passwords for your account',
    body: 'Somebody tried several wrong passwords for your account from {ip}, and has to wait there now. You can sign in from the devices you use, as ever.',
  },
  et: {
    subject: '{store}: sinu konto valed paroolid',
    body: 'Keegi proovis aadressilt {ip} sinu kontole mitut vale parooli ja peab seal nüüd ootama. Oma tavalistest seadmetest saad sisse logida nagu ikka.',
  },
  ru: {
    subject: '{store}: неверные пароли для вашей учётной записи',
    body: 'Кто-то с адреса {ip} несколько раз ввёл неверный пароль вашей учётной записи и теперь должен там ждать. Со своих устройств вы можете входить как обычно.',
  },
};

const ADVICE: Record<string, string> = {
  en: 'If this was not you, change your password and end the sessions you do not know.',
  et: 'Kui see polnud sina, vaheta parool ja lõpeta seansid, mida sa ei tunne.',
  ru: 'Если это были не вы, смените пароль и завершите незнакомые сеансы.',
};

type Values = Record<string, string>;

/** Told when the oldest session gave way (AUTH-8). */
export const sessionEndedMail = (fallback: string, values: Values) =>
  mail('session_ended', SESSION_ENDED, fallback, values);

/** Told of a device or network that was not used before (AUTH-12). */
export const newSignInMail = (fallback: string, values: Values) =>
  mail('new_sign_in', NEW_SIGN_IN, fallback, values);

/** Told when somebody's guessing was stopped (AUTH-10). */
export const lockedMail = (fallback: string, values: Values) =>
  mail('account_locked', LOCKED, fallback, values);

function mail(kind: string, source: Record<string, Text>, locale: string, values: Values): MailTexts {
  const fill = (text: string) => text.replace(/\{(\w+)\}/g, (_, name: string) => values[name] ?? '');
  const texts = Object.fromEntries(
    Object.entries(source).map(([language, { subject, body }]) => [
      language,
      { subject: fill(subject), body: `${fill(body)}\n\n${ADVICE[language]}\n\n${values['store']}\n` },
    ]),
  );
  return { kind, fallback: locale in texts ? locale : 'en', texts };
}
