import sanitizeHtml from 'sanitize-html';

const SAFE_HTML: sanitizeHtml.IOptions = {
  allowedTags: [
    ...['p', 'br', 'ul', 'ol', 'li', 'em', 'strong', 'b', 'i', 'h2', 'h3', 'h4', 'a'],
    ...['table', 'thead', 'tbody', 'tr', 'th', 'td'],
  ],
  allowedAttributes: { a: ['href'], th: ['colspan', 'rowspan'], td: ['colspan', 'rowspan'] },
  allowedSchemes: ['http', 'https', 'mailto'],
  transformTags: { a: keepFullLinks },
  nestingLimit: 50,
};
const NO_HTML: sanitizeHtml.IOptions = { allowedTags: [], allowedAttributes: {} };

// Where these tags are dropped, the words on both sides of them must not run together.
const DROPPED_BLOCKS = /<(?=\/?(?:div|section|article|h[156]|tfoot|dl|dt|dd|pre|blockquote)\b)/gi;
const ALL_BLOCKS = /<(?=\/?(?:br|p|[uo]l|li|h[1-6]|t[rdh]|div|section|article|d[ltd]|pre|blockquote)\b)/gi;

const MOST_PASSES = 5;

/** Cleans HTML to the few tags a description may have; text without tags comes back as text, escaped. Cleaning twice changes nothing. */
export function cleanHtml(html: string): string {
  let clean = html;
  // One pass is not enough: normalising may join the ">" of a tag with a combining stroke that was an entity before it.
  for (let pass = 0; pass < MOST_PASSES; pass += 1) {
    const before = clean;
    const normal = before.replace(/\r\n?/g, '\n').normalize('NFC');
    clean = sanitizeHtml(escapeWhatIsNoMarkup(normal).replace(DROPPED_BLOCKS, ' <'), SAFE_HTML).trim();
    if (clean === before) return clean;
  }
  return escapeText(cleanText(clean));
}

/** Cleans what is meant as one line of plain text: no HTML, NFC, single spaces, trimmed. Cleaning twice changes nothing. */
export function cleanText(text: string): string {
  let clean = tidy(text);
  for (let pass = 0; pass < MOST_PASSES; pass += 1) {
    if (!/[<&]/.test(clean)) return clean;
    const before = clean;
    const bare = sanitizeHtml(escapeWhatIsNoMarkup(before).replace(ALL_BLOCKS, ' <'), NO_HTML);
    clean = tidy(bare.replace(/&lt;/g, '<').replace(/&gt;/g, '>').replace(/&amp;/g, '&'));
    if (clean === before) return clean;
  }
  return tidy(clean.replace(/[<>&]/g, ' '));
}

function keepFullLinks(tagName: string, attributes: sanitizeHtml.Attributes): sanitizeHtml.Tag {
  const { href = '' } = attributes;
  // A relative link led into the shop that the file came from.
  return { tagName, attribs: /^(?:https?:\/\/|mailto:)/i.test(href) ? { href } : {} };
}

function escapeWhatIsNoMarkup(text: string): string {
  const firstTag = text.search(/<(?:\/?[a-z]|[!?])/i);
  const hasTags = firstTag >= 0 && text.lastIndexOf('>') > firstTag;
  const escaped = text.replace(/&(?!(?:[a-z][a-z0-9]*|#\d+|#x[0-9a-f]+);)/gi, '&amp;');
  return hasTags ? escaped : escaped.replace(/</g, '&lt;').replace(/>/g, '&gt;');
}

function escapeText(text: string): string {
  return text.replace(/&/g, '&amp;').replace(/</g, '&lt;').replace(/>/g, '&gt;');
}

function tidy(text: string): string {
  return text
    .normalize('NFC')
    .replace(/[\s\p{Cc}]+/gu, ' ')
    .trim();
}
