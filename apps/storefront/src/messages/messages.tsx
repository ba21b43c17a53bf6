import { createContext, useContext, useEffect, useState, type ReactNode } from 'react';
import { usePreferences, type Language } from '../shop/preferences.ts';
import type { Messages } from './en.ts';
// Every language uses it: with the entry, it is no file of its own to wait for.
import './plural.ts';

const catalogues: Record<Language, () => Promise<Messages>> = {
  en: async () => (await import('./en.ts')).en,
  et: async () => (await import('./et.ts')).et,
  ru: async () => (await import('./ru.ts')).ru,
};

const Sentences = createContext<Messages | null>(null);

/** Fetches the sentences of a language; each is a file of its own. */
export function loadMessages(language: Language): Promise<Messages> {
  return catalogues[language]();
}

/** Gives the page its language; the old one stays until the new one is there. */
export function MessagesProvider({ first, children }: { first: Messages; children: ReactNode }) {
  const { language } = usePreferences();
  const [messages, setMessages] = useState(first);
  useEffect(() => {
    let wanted = true;
    loadMessages(language).then(
      (loaded) => wanted && setMessages(loaded),
      () => {},
    );
    return () => void (wanted = false);
  }, [language]);
  return <Sentences value={messages}>{children}</Sentences>;
}

export function useMessages(): Messages {
  const messages = useContext(Sentences);
  if (!messages) throw new Error('no MessagesProvider');
  return messages;
}
