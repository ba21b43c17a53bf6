import type { FastifyRequest } from 'fastify';
import { acceptedLanguage, languages, type Language } from '../messages/translate.ts';
import type { Store } from '../store.ts';

/** In which language, market and colours a page is asked for. */
export interface Visitor {
  language: Language;
  market: string;
  theme: 'system' | 'light' | 'dark';
}

/** The cookies in which the storefront keeps what its visitor has chosen. They say nothing of who he is. */
export const VISITOR_COOKIES = { language: 'cw_language', market: 'cw_market', theme: 'cw_theme' } as const;

/** What the visitor has chosen, else what the browser asks for, else what the store says. Decides no price that is paid. */
export function visitorOf(request: FastifyRequest, store: Store): Visitor {
  const { cookies, headers } = request;
  const chosen = cookies[VISITOR_COOKIES.language];
  const named = cookies[VISITOR_COOKIES.market];
  const market = named !== undefined && Object.hasOwn(store.markets, named) ? named : store.defaultMarket;
  const language =
    chosen !== undefined && Object.hasOwn(languages, chosen)
      ? (chosen as Language)
      : (acceptedLanguage(headers['accept-language']) ?? store.markets[market]!.locales[0]!);
  const colours = cookies[VISITOR_COOKIES.theme];
  return { language, market, theme: colours === 'light' || colours === 'dark' ? colours : 'system' };
}
