import { CARDS } from '../cards.ts';
import type { Intent } from '../ledger/rows.ts';
import { STYLE } from './style.ts';
import { wordsIn, type Language, type Words } from './words.ts';

const RELOAD_SECONDS = 2;
const RETURN_SECONDS = 1;

/** The page on which a person pays this intent, as it stands now. `problem` is a sentence about what was just typed. */
export function renderIntent(intent: Intent, language: Language, problem: string | null): string {
  const words = wordsIn(language);
  const amount = formatAmount(intent, language);
  const about = intent.description === null ? '' : `<p class="what">${escape(intent.description)}</p>`;
  const body = `<h1>${intent.status === 'succeeded' ? words.title : words.toPay}</h1><p class="amount">${escape(amount)}</p>${about}
<p class="note">${words.sandbox}</p>
${stepOf(intent, words, amount, problem)}
${backLink(intent, words)}`;
  return page(language, words, body, refreshOf(intent));
}

/** The page for an address that pays nothing. */
export function renderUnknown(language: Language): string {
  const words = wordsIn(language);
  return page(language, words, `<h1>${words.title}</h1><p>${words.unknown}</p>`, '');
}

function stepOf(intent: Intent, words: Words, amount: string, problem: string | null): string {
  if (intent.status === 'requires_payment') return cardForm(intent, words, amount, problem);
  if (intent.status === 'requires_action') return challengeForm(intent, words);
  return `<p class="done" role="status">${words[intent.status]}</p>`;
}

function cardForm(intent: Intent, words: Words, amount: string, problem: string | null): string {
  const { failure } = intent;
  const declined = failure === null ? null : (words.declined[failure] ?? words.declined.other);
  const error = problem ?? declined;
  const [invalid, alert] = error
    ? [
        ' aria-invalid="true" aria-describedby="error"',
        `<p class="error wide" id="error" role="alert">${error}</p>`,
      ]
    : ['', ''];
  const cards = Object.values(CARDS);
  return `<form method="post" action="/pay/${intent.id}">${alert}${secret(intent)}
<label class="wide">${words.number}<input name="number" inputmode="numeric" autocomplete="cc-number" required maxlength="40" list="cards" placeholder="4242 4242 4242 4242"${invalid}></label>
<label>${words.expiry}<input name="expiry" inputmode="numeric" autocomplete="cc-exp" required maxlength="7" placeholder="12/34"></label>
<label>${words.cvc}<input name="cvc" inputmode="numeric" autocomplete="cc-csc" required maxlength="4" placeholder="123"></label>
<datalist id="cards">${cards.map(({ number, about }) => `<option value="${number}">${about}</option>`).join('')}</datalist>
<button class="wide">${escape(words.pay(amount))}</button></form>
<details><summary>${words.testCards}</summary><table lang="en">${cards
    .map(({ number, about }) => `<tr><td>${number}</td><td>${about}</td></tr>`)
    .join('')}</table></details>`;
}

function challengeForm(intent: Intent, words: Words): string {
  return `<h2>${words.challengeTitle}</h2><p>${words.challenge}</p>
<form method="post" action="/pay/${intent.id}/challenge">${secret(intent)}
<button class="wide" name="outcome" value="pass">${words.pass}</button>
<button class="wide quiet" name="outcome" value="fail">${words.fail}</button></form>`;
}

function secret({ clientSecret }: Intent): string {
  return `<input type="hidden" name="client_secret" value="${clientSecret}">`;
}

function backLink({ returnUrl, status }: Intent, words: Words): string {
  const look = status === 'succeeded' ? ' class="button"' : '';
  return returnUrl === null ? '' : `<a${look} href="${escape(returnUrl)}">${words.back}</a>`;
}

// Who has paid is led back to the shop; who waits sees how it goes on. Without scripts both are the browser's work.
function refreshOf({ status, returnUrl }: Intent): string {
  const to = status === 'processing' ? `${RELOAD_SECONDS}` : '';
  const back =
    status === 'succeeded' && returnUrl !== null ? `${RETURN_SECONDS};url=${escape(returnUrl)}` : '';
  return to || back ? `<meta http-equiv="refresh" content="${to || back}">` : '';
}

function page(language: Language, words: Words, body: string, refresh: string): string {
  return `<!doctype html>
<html lang="${language}"><head><meta charset="utf-8"><meta name="viewport" content="width=device-width, initial-scale=1">${refresh}
<title>${words.title}</title><link rel="icon" href="data:,"><style>${STYLE}</style></head>
<body><main>${body}</main></body></html>`;
}

function formatAmount({ amount, currency }: Intent, language: Language): string {
  const format = new Intl.NumberFormat(language, { style: 'currency', currency });
  return format.format(amount / 10 ** (format.resolvedOptions().maximumFractionDigits ?? 2));
}

function escape(text: string): string {
  return text.replace(/[&<>"']/g, (letter) => `&#${letter.charCodeAt(0)};`);
}
