import { useSyncExternalStore } from 'react';

export type Language = 'en' | 'et' | 'ru';
export type Theme = 'system' | 'light' | 'dark';

export interface Preferences {
  language: Language;
  /** Null leaves it to the account, else to the store. */
  market: string | null;
  theme: Theme;
}

export const LANGUAGES: Record<Language, string> = { en: 'English', et: 'Eesti', ru: 'Русский' };
const YEAR_SECONDS = 31_536_000;
const COOKIES = { language: 'cw_language', market: 'cw_market', theme: 'cw_theme' } as const;

const listeners = new Set<() => void>();
// The server has read the same cookies, or what the browser accepts, for the page's first bytes.
let now: Preferences = {
  language: asLanguage(document.documentElement.lang) ?? 'en',
  market: readCookie(COOKIES.market),
  theme: asTheme(document.documentElement.dataset['theme']),
};

/**
 * What the visitor has chosen, kept in cookies so that the server's first answer already fits. Where cookies are blocked
 * it lasts as long as the page.
 */
export const preferences = {
  current: (): Preferences => now,
  subscribe: (listener: () => void): (() => void) => {
    listeners.add(listener);
    return () => void listeners.delete(listener);
  },
  /** Takes over what an account says, unless this visitor has chosen otherwise here. */
  adopt(account: { language: string | null; market: string | null }): void {
    const language = readCookie(COOKIES.language) ? null : asLanguage(account.language);
    const market = readCookie(COOKIES.market) ? null : account.market;
    const adopted = { ...(language && { language }), ...(market && { market }) };
    if (Object.keys(adopted).length > 0) preferences.change(adopted);
  },
  change(changed: Partial<Preferences>): void {
    now = { ...now, ...changed };
    for (const [name, value] of Object.entries(changed)) {
      if (value !== null) writeCookie(COOKIES[name as keyof Preferences], value);
    }
    document.documentElement.lang = now.language;
    document.documentElement.dataset['theme'] = now.theme;
    for (const listener of listeners) listener();
  },
};

export function usePreferences(): Preferences {
  return useSyncExternalStore(preferences.subscribe, preferences.current);
}

export function asLanguage(text: string | null | undefined): Language | null {
  return text && Object.hasOwn(LANGUAGES, text) ? (text as Language) : null;
}

function asTheme(text: string | undefined): Theme {
  return text === 'light' || text === 'dark' ? text : 'system';
}

function readCookie(name: string): string | null {
  try {
    return new RegExp(`(?:^|; )${name}=([a-z]{2,8})(?:;|$)`).exec(document.cookie)?.[1] ?? null;
  } catch {
    return null;
  }
}

function writeCookie(name: string, value: string): void {
  try {
    const secure = location.protocol === 'https:' ? '; secure' : '';
    document.cookie = `${name}=${value}; path=/; max-age=${YEAR_SECONDS}; samesite=lax${secure}`;
  } catch {
    // Kept for this page only.
  }
}
