const TEXTS = {
  en: {
    subject: 'Welcome to {store}',
    greeting: 'Hello',
    body: 'Your account is ready. If it was not you who made it, please tell us by answering this mail.',
  },
  et: {
    subject: 'Tere tulemast poodi {store}',
    greeting: 'Tere',
    body: 'Sinu konto on valmis. Kui see polnud sina, kes konto lõi, anna sellest kirjale vastates teada.',
  },
  ru: {
    subject: 'Добро пожаловать в {store}',
    greeting: 'Здравствуйте',
    body: 'Ваша учётная запись готова. Если создали её не вы, сообщите нам в ответ на это письмо.',
  },
} as const;

/** The first mail to a new customer, in his language. */
export function welcomeMail(locale: string, values: { name: string; store: string }) {
  const language = locale in TEXTS ? (locale as keyof typeof TEXTS) : 'en';
  const { subject, greeting, body } = TEXTS[language];
  return {
    kind: 'welcome',
    locale: language,
    subject: subject.replace('{store}', values.store),
    body: `${greeting}${values.name ? `, ${values.name}` : ''}!\n\n${body}\n\n${values.store}\n`,
  };
}
