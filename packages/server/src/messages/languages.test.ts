import { afterAll, beforeAll, describe, expect, it } from 'vitest';
import { allErrors } from '../platform/errors.ts';
import { startTestApp, type TestApp } from '../testing/test-app.ts';
import { acceptedLanguage, languages, translate } from './translate.ts';

describe('languages', () => {
  let shop: TestApp;
  beforeAll(async () => {
    shop = await startTestApp();
  });
  afterAll(() => shop.close());

  it('[API-4] have one sentence each for every reason there is, each its own, with placeholders its details can fill', () => {
    for (const { reason } of allErrors()) {
      const sentences = Object.entries(languages).map(
        ([language, messages]) => [language, (messages as Record<string, string>)[reason]] as const,
      );
      for (const [language, sentence] of sentences)
        expect(sentence, `${reason} in ${language}`).toMatch(/\S.{5,}/);
      const placeholders = sentences.map(([, sentence]) =>
        [...sentence!.matchAll(/\{(\w+)\}/g)].map(([, name]) => name).sort(),
      );
      expect(placeholders[1], reason).toEqual(placeholders[0]);
      expect(placeholders[2], reason).toEqual(placeholders[0]);
      expect(new Set(sentences.map(([, sentence]) => sentence)).size, reason).toBe(3);
      expect(sentences[2]![1], reason).toMatch(/[а-яё]/i);
    }
  });

  it('[API-4] have no sentence for a reason that is not', () => {
    const reasons = new Set(allErrors().map(({ reason }) => reason));
    for (const messages of Object.values(languages))
      expect(Object.keys(messages).filter((reason) => !reasons.has(reason))).toEqual([]);
  });

  it.each([
    [undefined, null],
    ['', null],
    ['et', 'et'],
    ['ET', 'et'],
    ['ru-RU', 'ru'],
    ['et-EE,et;q=0.9,en;q=0.8', 'et'],
    ['fr, ru;q=0.8, en;q=0.9', 'en'],
    ['en;q=0.1, et;q=0.2, ru;q=0.3', 'ru'],
    ['en;q=0, et', 'et'],
    ['ru;q=0', null],
    ['fr, de', null],
    ['*', null],
    ['et;q=abc', 'et'],
    ['et;q=1.2.3, ru', 'ru'],
    ['ru;level=1;q=0.5, en;q=0.6', 'en'],
    [',,;;q=,', null],
    ['constructor, __proto__, toString', null],
    ['e'.repeat(10_000), null],
    [`${'fr,'.repeat(5_000)}ru`, null],
    ['\u0000\u0001', null],
    ['et ; q=0.5 , ru ; q=0.4', 'et'],
  ])('[API-4] are chosen from Accept-Language %j: %s', (header, language) => {
    expect(acceptedLanguage(header)).toBe(language);
  });

  it('[API-4] answer in English where the language is unknown, whatever is asked', () => {
    for (const locale of ['xx', '', 'constructor', '__proto__'])
      expect(translate('FORBIDDEN', locale, undefined)).toBe(languages.en.FORBIDDEN);
    expect(translate('NO_SUCH_REASON', 'et', undefined)).toBe(languages.en.INTERNAL);
  });

  it("[API-4] follow the header, then the market, on every kind of refusal, the router's own included", async () => {
    const sentences: [string, keyof typeof languages.en][] = [
      ['/api/nothing', 'ROUTE_NOT_FOUND'],
      ['/api/%', 'MALFORMED_REQUEST'],
      ['/api/auth/me', 'UNAUTHENTICATED'],
      [`/api/health?${'x'.repeat(5_000)}`, 'URL_TOO_LONG'],
    ];
    for (const [url, reason] of sentences) {
      for (const [headers, language] of [
        [{ 'accept-language': 'et' }, 'et'],
        [{ 'accept-language': 'ru, en;q=0.5', 'x-market': 'ee' }, 'ru'],
        [{ 'x-market': 'kg' }, 'ru'],
        [{ 'x-market': 'ee' }, 'et'],
        [{ 'x-market': 'nonsense' }, 'en'],
        [{}, 'en'],
      ] as const) {
        const answer = await shop.client(headers).get(url);
        expect(answer.body.error.message, `${url} ${JSON.stringify(headers)}`).toBe(
          languages[language][reason],
        );
      }
    }
  });
});
