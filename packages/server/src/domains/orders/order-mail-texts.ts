export type MailLocale = 'en' | 'et' | 'ru';
export type OrderMailKind =
  | 'order_placed'
  | 'order_shipped'
  | 'order_canceled'
  | 'order_refunded'
  | 'payment_refunded'
  | 'payment_returned';

interface MailTexts {
  greeting: string;
  shipping: string;
  total: string;
  tracking: string;
  /** Said of a canceled order whose money goes back. */
  comesBack: string;
  see: string;
  kinds: Record<OrderMailKind, { subject: string; body: string }>;
}

/** What `{…}` stands for is put in once; nothing in a name is looked at again. */
export const MAIL_TEXTS: Record<MailLocale, MailTexts> = {
  en: {
    greeting: 'Hello',
    shipping: 'Shipping',
    total: 'Total',
    tracking: 'Tracking number: {tracking}',
    comesBack: '{amount} goes back to the means you paid with; this may take a few days.',
    see: 'Your order: {url}',
    kinds: {
      order_placed: {
        subject: 'Your order #{number} at {store}',
        body: 'Thank you! We have your order #{number}.',
      },
      order_shipped: {
        subject: 'Your order #{number} is on its way',
        body: 'Your order #{number} has been shipped.',
      },
      order_canceled: {
        subject: 'Your order #{number} was canceled',
        body: 'Your order #{number} was canceled.',
      },
      order_refunded: {
        subject: 'Refund for your order #{number}',
        body: 'We have refunded {amount} for your order #{number}. It goes back to the means you paid with; this may take a few days.',
      },
      payment_refunded: {
        subject: 'Your payment at {store} goes back',
        body: 'We are sorry: what you paid for was sold out before your payment arrived, so no order was made. The whole {amount} goes back to the means you paid with; this may take a few days.',
      },
      payment_returned: {
        subject: 'Your payment at {store} goes back',
        body: 'No order could be made of a payment of yours, because you had paid already or because your order had changed meanwhile. The whole {amount} goes back to the means you paid with; this may take a few days.',
      },
    },
  },
  et: {
    greeting: 'Tere',
    shipping: 'Tarne',
    total: 'Kokku',
    tracking: 'Saadetise number: {tracking}',
    comesBack: '{amount} kantakse tagasi sinna, kust maksid; see võib võtta mõne päeva.',
    see: 'Sinu tellimus: {url}',
    kinds: {
      order_placed: {
        subject: 'Sinu tellimus #{number} poes {store}',
        body: 'Aitäh! Sinu tellimus #{number} on meieni jõudnud.',
      },
      order_shipped: {
        subject: 'Sinu tellimus #{number} on teel',
        body: 'Sinu tellimus #{number} on välja saadetud.',
      },
      order_canceled: {
        subject: 'Sinu tellimus #{number} on tühistatud',
        body: 'Sinu tellimus #{number} on tühistatud.',
      },
      order_refunded: {
        subject: 'Tagasimakse tellimuse #{number} eest',
        body: 'Maksime sulle tellimuse #{number} eest tagasi {amount}. Raha kantakse sinna, kust maksid; see võib võtta mõne päeva.',
      },
      payment_refunded: {
        subject: 'Sinu makse poele {store} läheb tagasi',
        body: 'Vabandame: kaup, mille eest maksid, müüdi läbi enne makse kohalejõudmist, seega tellimust ei tekkinud. Kogu summa {amount} kantakse tagasi sinna, kust maksid; see võib võtta mõne päeva.',
      },
      payment_returned: {
        subject: 'Sinu makse poele {store} läheb tagasi',
        body: 'Ühest sinu maksest ei saanud tellimust vormistada, sest olid juba maksnud või tellimus oli vahepeal muutunud. Kogu summa {amount} kantakse tagasi sinna, kust maksid; see võib võtta mõne päeva.',
      },
    },
  },
  ru: {
    greeting: 'Здравствуйте',
    shipping: 'Доставка',
    total: 'Итого',
    tracking: 'Номер отправления: {tracking}',
    comesBack: '{amount} вернётся туда, откуда вы платили; это может занять несколько дней.',
    see: 'Ваш заказ: {url}',
    kinds: {
      order_placed: {
        subject: 'Ваш заказ №{number} в {store}',
        body: 'Спасибо! Мы получили ваш заказ №{number}.',
      },
      order_shipped: { subject: 'Ваш заказ №{number} в пути', body: 'Ваш заказ №{number} отправлен.' },
      order_canceled: { subject: 'Ваш заказ №{number} отменён', body: 'Ваш заказ №{number} отменён.' },
      order_refunded: {
        subject: 'Возврат денег за заказ №{number}',
        body: 'Мы вернули вам {amount} за заказ №{number}. Деньги придут туда, откуда вы платили; это может занять несколько дней.',
      },
      payment_refunded: {
        subject: 'Ваш платёж в {store} возвращается',
        body: 'Просим прощения: оплаченный товар закончился раньше, чем пришёл платёж, и заказ не оформлен. Вся сумма {amount} вернётся туда, откуда вы платили; это может занять несколько дней.',
      },
      payment_returned: {
        subject: 'Ваш платёж в {store} возвращается',
        body: 'Из одного вашего платежа не удалось оформить заказ: вы уже оплатили его раньше или заказ за это время изменился. Вся сумма {amount} вернётся туда, откуда вы платили; это может занять несколько дней.',
      },
    },
  },
};
