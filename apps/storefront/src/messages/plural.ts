/** The form of a word for a number, by the rules of the language (CLDR). */
export function plural(
  language: string,
  count: number,
  forms: { one: string; few?: string; many?: string; other: string },
): string {
  const rule = new Intl.PluralRules(language).select(count);
  const form = forms[rule as keyof typeof forms] ?? forms.other;
  return form.replace('#', new Intl.NumberFormat(language).format(count));
}
