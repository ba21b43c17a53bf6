import type { Plugin } from 'vite';
import { codeBeyondEntry } from './code-beyond.ts';
import { en } from '../src/messages/en.ts';
import { et } from '../src/messages/et.ts';
import { ru } from '../src/messages/ru.ts';
import { FRAME, pages } from '../src/page-list.ts';

const languages = { en, et, ru };

/** Tells the server of every page: its address, title and description in each language, and what else it must know. */
export function describePages(): Plugin {
  return {
    name: 'describe-pages',
    apply: 'build',
    generateBundle(_options, bundle) {
      const beyond = codeBeyondEntry(bundle);
      const sentences = Object.fromEntries(
        Object.keys(languages).map((code) => [code, beyond(`/src/messages/${code}.ts`)]),
      );
      const described = pages.map(({ path, head, code, listed = false, pays = false, ...more }) => ({
        path,
        // The front page bears the name of the shop alone.
        title: inEachLanguage((messages) => (path === '/' ? '' : messages.heads[head].title)),
        description: inEachLanguage((messages) => messages.heads[head].description),
        listed,
        pays,
        about: more.about ?? 'nothing',
        code: [...new Set(code.flatMap((name) => beyond(`/src/pages/${name}.tsx`)))],
        reads: [...FRAME, ...(more.reads ?? [])],
        pictures: more.pictures ?? null,
      }));
      const missing = inEachLanguage((messages) => messages.missing.title);
      const source: string = JSON.stringify({ pages: described, missing, sentences });
      this.emitFile({ type: 'asset', fileName: 'pages.json', source });
    },
  };
}

function inEachLanguage(text: (messages: typeof en) => string): Record<string, string> {
  return Object.fromEntries(Object.entries(languages).map(([code, messages]) => [code, text(messages)]));
}
