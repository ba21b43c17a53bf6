import { formatAmount, regionalLocale } from '../format-amount.ts';
import { groupTaxes, type InvoiceLine, type InvoiceOrder, type InvoiceStore } from './invoice-order.ts';
import {
  invoiceLocale,
  invoiceTexts,
  providerName,
  taxName,
  type InvoiceLocale,
  type InvoiceTexts,
} from './invoice-texts.ts';
import { registerFonts, Sheet, type TextStyle } from './sheet.ts';

const PAGE = { width: 595.28, height: 841.89 };
const MARGIN = 48;
const WIDTH = PAGE.width - 2 * MARGIN;
const BOTTOM = PAGE.height - 64;
const GREY = '#6a6a6a';
const GAP = 10;
/** Widths of the columns after the first, which takes the rest. */
const COLUMNS = { quantity: 44, price: 96, amount: 100 };
const TITLE_WIDTH = WIDTH - COLUMNS.quantity - COLUMNS.price - COLUMNS.amount - GAP;
const TOTALS = { label: 130, amount: 150 };
const TOTALS_WIDTH = TOTALS.label + TOTALS.amount;

interface Drawing {
  sheet: Sheet;
  order: InvoiceOrder;
  store: InvoiceStore;
  locale: InvoiceLocale;
  texts: InvoiceTexts;
  money: (minor: bigint) => string;
  date: (at: Date) => string;
}

/**
 * Draws the invoice of an order as a PDF, in the given language, English where there is no such one (ORD-6). The same
 * order gives the same bytes.
 */
export async function renderInvoice(
  order: InvoiceOrder,
  { store, locale: wanted }: { store: InvoiceStore; locale: string },
): Promise<Buffer> {
  const { default: PDFDocument } = await import('pdfkit');
  const locale = invoiceLocale(wanted);
  const texts = invoiceTexts(locale);
  const regional = regionalLocale(locale, order.market);
  const doc = new PDFDocument({
    size: 'A4',
    margin: 0,
    bufferPages: true,
    lang: locale,
    displayTitle: true,
    info: {
      Title: `${texts.invoice} #${order.number}`,
      Author: store.name,
      Producer: 'Cartwright',
      Creator: 'Cartwright',
      CreationDate: order.placedAt,
    },
  });
  const chunks: Buffer[] = [];
  const ended = new Promise<Buffer>((resolve, reject) => {
    doc.on('data', (chunk: Buffer) => chunks.push(chunk));
    doc.on('end', () => resolve(Buffer.concat(chunks)));
    doc.on('error', reject);
  });
  await registerFonts(doc);
  const dates = new Intl.DateTimeFormat(regional, { dateStyle: 'long', timeZone: 'UTC' });
  const drawing: Drawing = {
    sheet: new Sheet(doc),
    order,
    store,
    locale,
    texts,
    money: (minor) => formatAmount(minor, order.currency, regional),
    date: (at) => dates.format(at),
  };
  const head = drawHead(drawing);
  const afterLines = drawLines(drawing, drawParties(drawing, head));
  drawTotals(drawing, afterLines);
  drawFooters(drawing);
  doc.end();
  return ended;
}

function drawHead({ sheet, order, store, texts, date }: Drawing): number {
  const half = WIDTH / 2 - GAP;
  const right = MARGIN + half + 2 * GAP;
  const name = sheet.write(store.name, MARGIN, MARGIN, half, { size: 15, bold: true });
  const title = sheet.write(`${texts.invoice} #${order.number}`, right, MARGIN, half, {
    size: 15,
    bold: true,
    align: 'right',
  });
  const facts = sheet.write(`${texts.date}: ${date(order.placedAt)}`, right, MARGIN + title, half, {
    color: GREY,
    align: 'right',
  });
  const sellerLines = [
    ...store.addressLines,
    ...(store.vatNumber ? [`${texts.vatNumber}: ${store.vatNumber}`] : []),
    ...(store.email ? [store.email] : []),
  ];
  const address = drawStack(sheet, sellerLines, MARGIN, MARGIN + name, half, { color: GREY });
  return MARGIN + Math.max(name + address, title + facts) + 22;
}

function drawParties({ sheet, order, texts }: Drawing, y: number): number {
  const half = WIDTH / 2 - GAP;
  const { buyer } = order;
  const label = { size: 8, color: GREY };
  sheet.rule(MARGIN, y, WIDTH);
  const top = y + 12;
  const lines = [
    ...(buyer.company ? [buyer.company] : []),
    ...buyer.lines,
    ...(buyer.vatNumber ? [`${texts.vatNumber}: ${buyer.vatNumber}`] : []),
    buyer.email,
  ];
  const labelHeight = sheet.write(texts.billTo, MARGIN, top, half, label);
  const [first = '', ...rest] = lines;
  const name = sheet.write(first, MARGIN, top + labelHeight, half, { size: 10, bold: true });
  let height = labelHeight + name + drawStack(sheet, rest, MARGIN, top + labelHeight + name, half);
  if (order.shipTo) {
    const x = MARGIN + half + 2 * GAP;
    sheet.write(texts.shipTo, x, top, half, label);
    height = Math.max(height, labelHeight + drawStack(sheet, order.shipTo, x, top + labelHeight, half));
  }
  return top + height + 24;
}

function drawStack(
  sheet: Sheet,
  lines: readonly string[],
  x: number,
  y: number,
  width: number,
  style?: TextStyle,
) {
  return lines.reduce((height, line) => height + sheet.write(line, x, y + height, width, style), 0);
}

function drawLines(drawing: Drawing, from: number): number {
  const { sheet, order } = drawing;
  let y = drawTableHead(drawing, from);
  for (const line of order.lines) {
    const height = rowHeight(drawing, line);
    if (y + height > BOTTOM) y = drawTableHead(drawing, newPage(sheet));
    drawRow(drawing, line, y);
    y += height;
    sheet.rule(MARGIN, y, WIDTH, '#e4e4e4', 0.4);
  }
  return y + 16;
}

function newPage(sheet: Sheet): number {
  sheet.doc.addPage();
  return MARGIN;
}

function drawTableHead({ sheet, texts }: Drawing, y: number): number {
  const style = { size: 8, color: GREY };
  sheet.write(texts.item, MARGIN, y, TITLE_WIDTH, style);
  const height = drawCells(sheet, [texts.quantity, texts.unitPrice, texts.amount], y, style);
  sheet.rule(MARGIN, y + height + 4, WIDTH, '#8a8a8a', 0.8);
  return y + height + 5;
}

function drawCells(sheet: Sheet, cells: readonly [string, string, string], y: number, style: TextStyle) {
  let x = MARGIN + TITLE_WIDTH + GAP;
  const heights = [COLUMNS.quantity, COLUMNS.price, COLUMNS.amount].map((width, index) => {
    const height = sheet.write(cells[index]!, x, y, width - (index < 2 ? GAP : 0), {
      ...style,
      align: 'right',
    });
    x += width;
    return height;
  });
  return Math.max(...heights);
}

const PADDING = 6;

function rowHeight({ sheet, texts, money }: Drawing, line: InvoiceLine): number {
  const details = detailsOf(line, texts);
  const title = sheet.height(line.title, TITLE_WIDTH) + sheet.height(details, TITLE_WIDTH, { size: 8 });
  const cells = Math.max(
    sheet.height(money(line.priceMinor), COLUMNS.price - GAP),
    sheet.height(money(line.lineTotalMinor), COLUMNS.amount),
  );
  return Math.max(title, cells) + 2 * PADDING;
}

function drawRow({ sheet, texts, money, locale }: Drawing, line: InvoiceLine, y: number): void {
  const top = y + PADDING;
  const title = sheet.write(line.title, MARGIN, top, TITLE_WIDTH);
  sheet.write(detailsOf(line, texts), MARGIN, top + title, TITLE_WIDTH, { size: 8, color: GREY });
  const quantity = new Intl.NumberFormat(locale).format(line.quantity);
  drawCells(sheet, [quantity, money(line.priceMinor), money(line.lineTotalMinor)], top, {});
}

function detailsOf({ options, sku }: InvoiceLine, texts: InvoiceTexts): string {
  const parts = options.map(({ name, value }) => `${name}: ${value}`);
  return [...parts, ...(sku ? [`${texts.sku}: ${sku}`] : [])].join(' · ');
}

function drawTotals(drawing: Drawing, from: number): void {
  const { sheet, order, texts, locale, money } = drawing;
  const tax = taxName(locale, order.market);
  const groups = groupTaxes(order).filter(({ taxMinor, percent }) => taxMinor !== 0n || percent !== '0');
  const shipping = order.shippingLabel ? `${texts.shipping} (${order.shippingLabel})` : texts.shipping;
  const rows: [label: string, amount: string][] = [
    [texts.subtotal, money(order.subtotalMinor)],
    [shipping, money(order.shippingMinor)],
    ...(order.taxIncluded ? [] : [[tax, money(order.taxMinor)] as [string, string]]),
  ];
  const x = MARGIN + WIDTH - TOTALS_WIDTH;
  const labelWidth = TOTALS.label - GAP;
  const rowsHeight = rows.reduce((sum, [label]) => sum + sheet.height(label, labelWidth) + 3, 0);
  // The totals stay together: on a page of their own, rather than torn apart.
  const needed = rowsHeight + 60 + (groups.length + 1) * 16 + 60;
  let y = from + needed > BOTTOM ? newPage(sheet) : from;
  const row = (label: string, amount: string, style: TextStyle = {}) => {
    const left = sheet.write(label, x, y, labelWidth, style);
    const right = sheet.write(amount, x + TOTALS.label, y, TOTALS.amount, { ...style, align: 'right' });
    y += Math.max(left, right) + 3;
  };
  for (const [label, amount] of rows) row(label, amount);
  sheet.rule(x, y + 2, TOTALS_WIDTH, '#8a8a8a', 0.8);
  y += 7;
  row(texts.total, money(order.totalMinor), { size: 12, bold: true });
  if (order.taxIncluded && order.taxMinor !== 0n)
    row(texts.taxIncluded.replace('{tax}', withinSentence(tax)), money(order.taxMinor), {
      size: 8,
      color: GREY,
    });
  y += 14;
  if (groups.length > 0) y = drawTaxes(drawing, groups, tax, y);
  drawPayment(drawing, y);
}

function drawTaxes(
  { sheet, texts, money, locale }: Drawing,
  groups: ReturnType<typeof groupTaxes>,
  tax: string,
  from: number,
): number {
  const width = 96;
  const x = MARGIN;
  let y = from;
  const percent = new Intl.NumberFormat(locale, { style: 'percent', maximumFractionDigits: 4 });
  const cells = (values: string[], style: TextStyle) => {
    const heights = values.map((value, index) =>
      sheet.write(value, x + index * width, y, width - 8, {
        ...style,
        align: index === 0 ? 'left' : 'right',
      }),
    );
    y += Math.max(...heights) + 3;
  };
  cells([`${tax}, ${texts.rate.toLowerCase()}`, texts.net, tax, texts.gross], { size: 8, color: GREY });
  sheet.rule(x, y, 4 * width - 8, '#c8c8c8', 0.5);
  y += 3;
  for (const group of groups) {
    const rate = percent.format(`${group.percent}e-2` as `${number}`);
    cells([rate, money(group.netMinor), money(group.taxMinor), money(group.grossMinor)], { size: 8.5 });
  }
  return y + 14;
}

function drawPayment({ sheet, order, texts, locale, date }: Drawing, y: number): void {
  const { payment } = order;
  if (!payment) return void sheet.write(texts.unpaid, MARGIN, y, WIDTH, { bold: true });
  const when = payment.paidAt ? `, ${date(payment.paidAt)}` : '';
  sheet.write(`${texts.paidWith}: ${providerName(locale, payment.provider)}${when}`, MARGIN, y, WIDTH);
}

// Only now is it known how many pages there are.
function drawFooters({ sheet, order, store, texts }: Drawing): void {
  const { count } = sheet.doc.bufferedPageRange();
  for (let page = 0; page < count; page++) {
    sheet.doc.switchToPage(page);
    const y = PAGE.height - 44;
    const style = { size: 8, color: GREY };
    const place = texts.page.replace('{page}', String(page + 1)).replace('{pages}', String(count));
    sheet.write(`${store.name} · ${texts.invoice} #${order.number}`, MARGIN, y, WIDTH - 120, style);
    sheet.write(place, MARGIN + WIDTH - 110, y, 110, { ...style, align: 'right' });
  }
}

// An acronym such as VAT stays as it is.
function withinSentence(word: string): string {
  return word === word.toUpperCase() ? word : word[0]!.toLowerCase() + word.slice(1);
}
