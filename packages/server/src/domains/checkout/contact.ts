import { parsePhoneNumberFromString, type CountryCode } from 'libphonenumber-js/max';

export interface Address {
  name: string | null;
  line1: string | null;
  line2: string | null;
  city: string | null;
  region: string | null;
  postalCode: string | null;
  country: string | null;
}

// Which of a country's numbers in `stdnum` is the one businesses are taxed under.
const TAX_NUMBERS: Readonly<Record<string, string>> = {
  AT: 'uid',
  BE: 'vat',
  BG: 'vat',
  CH: 'vat',
  CY: 'vat',
  CZ: 'dic',
  DE: 'vat',
  DK: 'cvr',
  EE: 'kmkr',
  ES: 'nif',
  FI: 'alv',
  FR: 'tva',
  GB: 'vat',
  GR: 'vat',
  HR: 'oib',
  HU: 'anum',
  IE: 'vat',
  IN: 'gstin',
  IT: 'iva',
  LT: 'pvm',
  LU: 'tva',
  LV: 'pvn',
  MT: 'vat',
  NL: 'btw',
  NO: 'mva',
  PL: 'nip',
  PT: 'nif',
  RO: 'cif',
  RU: 'inn',
  SE: 'vat',
  SI: 'ddv',
  SK: 'dph',
  TR: 'vkn',
};

const LOOKS_LIKE_A_NUMBER = /^(?=(?:.*\d){4})[A-Z0-9][A-Z0-9 ./-]{3,30}$/i;

/** A phone number as E.164; numbers without a country code are of `country`. Null where it is none. */
export function phoneNumber(text: string, country: string | null): string | null {
  // The library leaves out a country it does not know.
  const options = country ? { defaultCountry: country as CountryCode, extract: false } : { extract: false };
  const parsed = parsePhoneNumberFromString(text, options);
  return parsed?.isValid() ? parsed.number : null;
}

/**
 * Whether this may be a business's tax number: by the check digits of the country it begins with or of the address's.
 * Where no rule is known, it has only to look like a number.
 */
export async function isVatNumber(text: string, country: string | null): Promise<boolean> {
  // First: the rules would read digits of other scripts as well.
  if (!LOOKS_LIKE_A_NUMBER.test(text)) return false;
  const prefix = /^[a-z]{2}/i.exec(text.trim())?.[0].toUpperCase().replace('EL', 'GR');
  const rules = [prefix, country]
    .filter((code) => code !== undefined && code !== null)
    .flatMap((code) => {
      const name = TAX_NUMBERS[code];
      return name ? [{ code, name }] : [];
    });
  if (rules.length === 0) return true;
  // Its 16 MB are loaded with the first business that orders.
  const { stdnum } = await import('stdnum');
  return rules.some(({ code, name }) => stdnum[code]?.[name]?.validate(text).isValid ?? false);
}

const PO_BOXES = [
  // P.O. Box 12, PO Box, POB 12, P 0 Box, G.P.O. Box
  /(?<![\p{L}\p{N}])(?:g[\s.]*)?p[\s.]*[o0][\s.]*b(?:ox|(?=[\s.#]*\d))/iu,
  /(?<!\p{L})post(?:al)?[\s-]*(?:office)?[\s-]*box(?!\p{L})/iu,
  // Estonian and Russian
  /(?<!\p{L})(?:postkast|nimekast|postkontori\s+kast)(?!\p{L})/iu,
  /(?<!\p{L})[ап]\s*\/\s*я(?!\p{L})|абонентск\S*\s+ящик|почтов\S*\s+ящик/iu,
];

/** Whether an address is a post office box, in English, Estonian or Russian. */
export function isPoBox({ line1, line2 }: Pick<Address, 'line1' | 'line2'>): boolean {
  return [line1, line2].some((line) => {
    const text = (line ?? '').normalize('NFKC');
    return PO_BOXES.some((pattern) => pattern.test(text));
  });
}
