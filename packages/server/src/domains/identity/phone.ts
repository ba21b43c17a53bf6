// With all it knows of numbers: only so it can tell a mobile from one that costs its caller money.
import { parsePhoneNumberFromString, type CountryCode } from 'libphonenumber-js/max';
import { refuse } from '../../platform/errors.ts';
import { identityErrors } from './errors.ts';

// In North America and some other places nobody can tell the two apart.
const REACHED_BY_SMS: ReadonlySet<string | undefined> = new Set(['MOBILE', 'FIXED_LINE_OR_MOBILE']);

/**
 * The number a person typed as E.164, in whatever notation; without a country code it is of `country`. PHONE_INVALID where
 * it is none; PHONE_NOT_MOBILE where no SMS should go: premium, toll-free, fixed and their like; PHONE_COUNTRY_NOT_SERVED.
 */
export function readPhone(
  typed: string,
  { country, countries }: { country: string | null; countries: readonly string[] | null },
): string {
  const text = typed
    .normalize('NFKC')
    .trim()
    .replace(/^tel:/i, '')
    .replace(/^00(?=[1-9])/, '+');
  const options = country ? { defaultCountry: country as CountryCode, extract: false } : { extract: false };
  const parsed = parsePhoneNumberFromString(text, options);
  if (!parsed?.isValid() || parsed.ext) throw refuse(identityErrors.phoneInvalid);
  // Numbers of no country are satellites' and their like, whose messages are dear.
  if (!parsed.country || !REACHED_BY_SMS.has(parsed.getType())) throw refuse(identityErrors.phoneNotMobile);
  if (countries && !(parsed.country && countries.includes(parsed.country)))
    throw refuse(identityErrors.phoneCountryNotServed);
  return parsed.number;
}

/** Enough of a number to recognise it in the audit log, not enough to call it. */
export function maskedPhone(phone: string): string {
  return `${phone.slice(0, 3)}…${phone.slice(-2)}`;
}
