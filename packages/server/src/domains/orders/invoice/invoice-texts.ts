export type InvoiceLocale = 'en' | 'et' | 'ru';

const en = {
  invoice: 'Invoice',
  date: 'Date',
  order: 'Order',
  seller: 'Seller',
  billTo: 'Bill to',
  shipTo: 'Ship to',
  vatNumber: 'VAT number',
  item: 'Item',
  sku: 'SKU',
  quantity: 'Qty',
  unitPrice: 'Unit price',
  amount: 'Amount',
  subtotal: 'Subtotal',
  shipping: 'Shipping',
  total: 'Total',
  taxIncluded: 'of which {tax}',
  rate: 'Rate',
  net: 'Net',
  gross: 'Gross',
  paidWith: 'Paid with',
  unpaid: 'Not paid yet',
  page: 'Page {page} of {pages}',
};

export type InvoiceTexts = typeof en;

const TEXTS: Record<InvoiceLocale, InvoiceTexts> = {
  en,
  et: {
    invoice: 'Arve',
    date: 'Kuupäev',
    order: 'Tellimus',
    seller: 'Müüja',
    billTo: 'Ostja',
    shipTo: 'Tarneaadress',
    vatNumber: 'KMKR number',
    item: 'Kaup',
    sku: 'Tootekood',
    quantity: 'Kogus',
    unitPrice: 'Ühiku hind',
    amount: 'Summa',
    subtotal: 'Vahesumma',
    shipping: 'Tarne',
    total: 'Kokku',
    taxIncluded: 'sellest {tax}',
    rate: 'Määr',
    net: 'Maksuta',
    gross: 'Maksuga',
    paidWith: 'Makseviis',
    unpaid: 'Tasumata',
    page: 'Lk {page} / {pages}',
  },
  ru: {
    invoice: 'Счёт',
    date: 'Дата',
    order: 'Заказ',
    seller: 'Продавец',
    billTo: 'Покупатель',
    shipTo: 'Адрес доставки',
    vatNumber: 'Номер плательщика НДС',
    item: 'Товар',
    sku: 'Артикул',
    quantity: 'Кол-во',
    unitPrice: 'Цена',
    amount: 'Сумма',
    subtotal: 'Подытог',
    shipping: 'Доставка',
    total: 'Итого',
    taxIncluded: 'в том числе {tax}',
    rate: 'Ставка',
    net: 'Без налога',
    gross: 'С налогом',
    paidWith: 'Способ оплаты',
    unpaid: 'Не оплачен',
    page: 'Стр. {page} из {pages}',
  },
};

const PROVIDERS: Record<InvoiceLocale, Record<string, string>> = {
  en: {
    stripe: 'card (Stripe)',
    razorpay: 'Razorpay',
    cod: 'cash on delivery',
    sandbox: 'test payment (no money moved)',
  },
  et: {
    stripe: 'kaart (Stripe)',
    razorpay: 'Razorpay',
    cod: 'sularaha kättesaamisel',
    sandbox: 'proovimakse (raha ei liikunud)',
  },
  ru: {
    stripe: 'карта (Stripe)',
    razorpay: 'Razorpay',
    cod: 'наличные при получении',
    sandbox: 'пробный платёж (деньги не списаны)',
  },
};

// What the tax is called; where a market has its own word, in English only that word is understood.
const TAX: Record<InvoiceLocale, Record<string, string>> = {
  en: { us: 'Sales tax', in: 'GST', other: 'VAT' },
  et: { us: 'Müügimaks', in: 'GST', other: 'Käibemaks' },
  ru: { us: 'Налог с продаж', in: 'GST', other: 'НДС' },
};

/** The language of an invoice for this locale; English where there is none. */
export function invoiceLocale(locale: string): InvoiceLocale {
  const language = locale.slice(0, 2);
  return Object.hasOwn(TEXTS, language) ? (language as InvoiceLocale) : 'en';
}

export const invoiceTexts = (locale: InvoiceLocale): InvoiceTexts => TEXTS[locale];

export const providerName = (locale: InvoiceLocale, provider: string): string =>
  PROVIDERS[locale][provider] ?? provider;

export const taxName = (locale: InvoiceLocale, market: string): string =>
  TAX[locale][market] ?? TAX[locale]['other']!;
