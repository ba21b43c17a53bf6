/** What the page says, in the languages of the shop. */
export interface Words {
  title: string;
  sandbox: string;
  toPay: string;
  number: string;
  expiry: string;
  cvc: string;
  pay: (amount: string) => string;
  testCards: string;
  challengeTitle: string;
  challenge: string;
  pass: string;
  fail: string;
  processing: string;
  succeeded: string;
  canceled: string;
  unknown: string;
  back: string;
  declined: Record<string, string> & { other: string };
  invalid: string;
  notTestCard: string;
}

const en: Words = {
  title: 'Payment',
  sandbox: 'Sandbox: no money moves here. Never type a real card.',
  toPay: 'To pay',
  number: 'Card number',
  expiry: 'Expiry (MM/YY)',
  cvc: 'CVC',
  pay: (amount) => `Pay ${amount}`,
  testCards: 'Test cards',
  challengeTitle: 'Is it you?',
  challenge: 'Your bank asks you to confirm this payment.',
  pass: 'Yes, it is me',
  fail: 'No, refuse it',
  processing: 'The payment is being processed …',
  succeeded: 'Paid. Thank you.',
  canceled: 'This payment was canceled.',
  unknown: 'There is no such payment.',
  back: 'Back to the shop',
  declined: {
    insufficient_funds: 'The card has too little money on it. Try another.',
    expired_card: 'The card has expired. Try another.',
    incorrect_cvc: 'The CVC is wrong.',
    authentication_failed: 'The bank was not sure that it is you. Try again.',
    other: 'The card was declined. Try another.',
  },
  invalid: 'Please check card number, expiry and CVC.',
  notTestCard: 'That is none of the test cards.',
};

const et: Words = {
  title: 'Maksmine',
  sandbox: 'Katsekeskkond: raha siin ei liigu. Ära sisesta päris kaarti.',
  toPay: 'Tasuda',
  number: 'Kaardi number',
  expiry: 'Kehtib kuni (KK/AA)',
  cvc: 'CVC',
  pay: (amount) => `Maksa ${amount}`,
  testCards: 'Katsekaardid',
  challengeTitle: 'Kas see oled sina?',
  challenge: 'Pank palub makse kinnitada.',
  pass: 'Jah, see olen mina',
  fail: 'Ei, keeldu',
  processing: 'Makset töödeldakse …',
  succeeded: 'Makstud. Aitäh!',
  canceled: 'See makse tühistati.',
  unknown: 'Sellist makset ei ole.',
  back: 'Tagasi poodi',
  declined: {
    insufficient_funds: 'Kaardil pole piisavalt raha. Proovi teist kaarti.',
    expired_card: 'Kaart on aegunud. Proovi teist kaarti.',
    incorrect_cvc: 'CVC on vale.',
    authentication_failed: 'Pank ei saanud sind tuvastada. Proovi uuesti.',
    other: 'Kaarti ei aktsepteeritud. Proovi teist kaarti.',
  },
  invalid: 'Kontrolli kaardi numbrit, kehtivusaega ja CVC-koodi.',
  notTestCard: 'See ei ole katsekaart.',
};

const ru: Words = {
  title: 'Оплата',
  sandbox: 'Тестовая среда: деньги не списываются. Не вводите настоящую карту.',
  toPay: 'К оплате',
  number: 'Номер карты',
  expiry: 'Срок (ММ/ГГ)',
  cvc: 'CVC',
  pay: (amount) => `Оплатить ${amount}`,
  testCards: 'Тестовые карты',
  challengeTitle: 'Это вы?',
  challenge: 'Банк просит подтвердить платёж.',
  pass: 'Да, это я',
  fail: 'Нет, отклонить',
  processing: 'Платёж обрабатывается …',
  succeeded: 'Оплачено. Спасибо!',
  canceled: 'Этот платёж отменён.',
  unknown: 'Такого платежа нет.',
  back: 'Вернуться в магазин',
  declined: {
    insufficient_funds: 'На карте недостаточно денег. Попробуйте другую.',
    expired_card: 'Срок действия карты истёк. Попробуйте другую.',
    incorrect_cvc: 'Неверный CVC.',
    authentication_failed: 'Банк не смог убедиться, что это вы. Попробуйте ещё раз.',
    other: 'Карта отклонена. Попробуйте другую.',
  },
  invalid: 'Проверьте номер карты, срок действия и CVC.',
  notTestCard: 'Это не тестовая карта.',
};

const LANGUAGES = { en, et, ru };
export type Language = keyof typeof LANGUAGES;

export function wordsIn(language: Language): Words {
  return LANGUAGES[language];
}

/** The language of ours that an Accept-Language header likes best. */
export function languageOf(header = ''): Language {
  const liked = header
    .split(',')
    .map((part) => {
      const [tag = '', ...parameters] = part.trim().toLowerCase().split(';');
      const q = parameters.find((parameter) => parameter.trim().startsWith('q='));
      return { language: tag.split('-')[0]!, weight: q ? Number(q.trim().slice(2)) : 1 };
    })
    .filter(({ language, weight }) => language in LANGUAGES && weight > 0)
    .sort((a, b) => b.weight - a.weight);
  return (liked[0]?.language ?? 'en') as Language;
}
