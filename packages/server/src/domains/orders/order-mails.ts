import { formatMajor } from '../../platform/money.ts';

export type OrderMailKind = 'placed' | 'shipped' | 'canceled' | 'refunded' | 'returned';

export interface OrderMailFacts {
  store: string;
  /** Null where no order was made. */
  number: bigint | null;
  totalMinor: bigint;
  currency: string;
  trackingNumber?: string | null;
}

const TEXTS = {
  en: {
    placed: ['Order #{number}', 'Thank you! Your order #{number} over {total} has arrived with us.'],
    shipped: ['Order #{number} is on its way', 'Your order #{number} has been shipped.{tracking}'],
    canceled: [
      'Order #{number} is canceled',
      'Your order #{number} is canceled. What you have paid comes back to you.',
    ],
    refunded: [
      '{total} on the way to you',
      'We have given back {total}{of}. It may take some days until you see it.',
    ],
    returned: [
      'Sold out: your money comes back',
      'While you were paying, somebody else bought the last piece. We are sorry, and have given back {total}.',
    ],
    of: ' of your order #{number}',
    tracking: ' Tracking number: {tracking}.',
    greeting: 'Hello!',
  },
  et: {
    placed: ['Tellimus nr {number}', 'Aitäh! Sinu tellimus nr {number} summas {total} on meieni jõudnud.'],
    shipped: ['Tellimus nr {number} on teel', 'Sinu tellimus nr {number} on teele pandud.{tracking}'],
    canceled: [
      'Tellimus nr {number} on tühistatud',
      'Sinu tellimus nr {number} on tühistatud. Makstud raha tuleb sulle tagasi.',
    ],
    refunded: [
      '{total} on teel sinu poole',
      'Tagastasime {total}{of}. Raha kohalejõudmiseni võib minna mõni päev.',
    ],
    returned: [
      'Läbi müüdud: raha tuleb tagasi',
      'Sinu maksmise ajal ostis keegi teine viimase eseme. Vabandame; tagastasime {total}.',
    ],
    of: ' tellimuse nr {number} eest',
    tracking: ' Saadetise number: {tracking}.',
    greeting: 'Tere!',
  },
  ru: {
    placed: ['Заказ № {number}', 'Спасибо! Ваш заказ № {number} на сумму {total} принят.'],
    shipped: ['Заказ № {number} в пути', 'Ваш заказ № {number} отправлен.{tracking}'],
    canceled: ['Заказ № {number} отменён', 'Ваш заказ № {number} отменён. Уплаченные деньги вернутся к вам.'],
    refunded: [
      '{total} возвращаются к вам',
      'Мы вернули {total}{of}. Зачисление может занять несколько дней.',
    ],
    returned: [
      'Распродано: деньги возвращаются',
      'Пока вы платили, кто-то купил последнюю вещь. Приносим извинения; мы вернули {total}.',
    ],
    of: ' за заказ № {number}',
    tracking: ' Номер отправления: {tracking}.',
    greeting: 'Здравствуйте!',
  },
} as const;

/** What a buyer is written about his order or his money, in his language (ORD-7). */
export function orderMail(kind: OrderMailKind, locale: string, facts: OrderMailFacts) {
  const language = locale in TEXTS ? (locale as keyof typeof TEXTS) : 'en';
  const texts = TEXTS[language];
  const [subject, body] = texts[kind];
  const number = facts.number === null ? '' : String(facts.number);
  const of = number ? texts.of.replace('{number}', () => number) : '';
  const tracking = facts.trackingNumber
    ? texts.tracking.replace('{tracking}', () => facts.trackingNumber!)
    : '';
  const total = `${formatMajor(facts.totalMinor, facts.currency)} ${facts.currency}`;
  const fill = (text: string) =>
    text
      .replace('{number}', () => number)
      .replace('{total}', () => total)
      .replace('{of}', () => of)
      .replace('{tracking}', () => tracking);
  return {
    kind: `order-${kind}`,
    locale: language,
    subject: fill(subject),
    body: `${texts.greeting}\n\n${fill(body)}\n\n${facts.store}\n`,
  };
}
