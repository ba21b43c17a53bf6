import { z } from 'zod';
import type { ErrorKind } from '../src/platform/errors.ts';

type Sentences = Readonly<Record<string, string>>;

/** What is wrong between the catalogue of errors and the sentences of each language (API-4). */
export function reasonProblems(
  kinds: readonly ErrorKind[],
  languages: Readonly<Record<string, Sentences>>,
): string[] {
  const known = new Set(kinds.map(({ reason }) => reason));
  return Object.entries(languages).flatMap(([language, sentences]) => [
    ...kinds.flatMap((kind) =>
      sentenceProblems(kind, sentences[kind.reason]).map(
        (problem) => `${language} ${kind.reason}: ${problem}`,
      ),
    ),
    ...Object.keys(sentences)
      .filter((reason) => !known.has(reason))
      .map((reason) => `${language} ${reason}: no such reason`),
    ...untranslated(language, sentences, languages['en'] ?? {}),
  ]);
}

function sentenceProblems({ details }: ErrorKind, sentence: string | undefined): string[] {
  if (!sentence) return ['no sentence'];
  const given = details
    ? Object.keys((z.toJSONSchema(details, { io: 'input' }) as { properties?: object }).properties ?? {})
    : [];
  const unknown = [...sentence.matchAll(/\{(\w*)\}/g)]
    .map(([, name]) => name!)
    .filter((name) => !given.includes(name));
  return [
    ...unknown.map((name) => `{${name}} is not among its details`),
    ...(/[.?!]$/.test(sentence) ? [] : ['is not a sentence']),
  ];
}

function untranslated(language: string, sentences: Sentences, english: Sentences): string[] {
  if (language === 'en') return [];
  return Object.entries(sentences)
    .filter(([reason, sentence]) => sentence === english[reason])
    .map(([reason]) => `${language} ${reason}: is still English`);
}
