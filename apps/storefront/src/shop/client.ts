import { createClient } from '@cartwright/client';
import { fetchFirstGiven } from './given-answers.ts';
import { preferences } from './preferences.ts';

/** The one client of this page: cookies, CSRF and refreshed sessions are its business. */
export const client = createClient({
  market: preferences.current().market,
  locale: preferences.current().language,
  fetch: fetchFirstGiven,
});

preferences.subscribe(() => {
  const { market, language } = preferences.current();
  client.use({ market, locale: language });
});
