import { en } from './en.ts';
import { et } from './et.ts';
import type { Messages } from './reasons.ts';
import { ru } from './ru.ts';

export const languages = { en, et, ru } as const satisfies Record<string, Messages>;
export type Language = keyof typeof languages;

/** The sentence for a reason in a language, with the details filled in; English where the language is not ours. */
export function translate(reason: string, locale: string, details: unknown): string {
  const messages: Messages = isLanguage(locale) ? languages[locale] : en;
  const sentence = messages[reason as keyof Messages] ?? en.INTERNAL;
  const values = (details ?? {}) as Record<string, string | number>;
  return sentence.replace(/\{(\w+)\}/g, (_, name: string) => String(values[name] ?? ''));
}

/** The first of our languages in an Accept-Language header by its weights (RFC 9110 §12.5.4); null when it names none. */
export function acceptedLanguage(header: string | undefined): Language | null {
  const wanted = (header ?? '')
    .slice(0, 500)
    .split(',')
    .map((part) => {
      const [tag = '', ...parameters] = part.trim().split(';');
      const weight = parameters.map((parameter) => /^\s*q=([\d.]+)$/.exec(parameter)?.[1]).find(Boolean);
      return {
        language: tag.trim().toLowerCase().split('-')[0]!,
        weight: weight === undefined ? 1 : Number(weight),
      };
    })
    .filter(({ weight }) => weight > 0)
    .sort((a, b) => b.weight - a.weight);
  return (wanted.find(({ language }) => isLanguage(language))?.language as Language | undefined) ?? null;
}

function isLanguage(locale: string): locale is Language {
  return Object.hasOwn(languages, locale);
}
