import { Link } from '@tanstack/react-router';
import { useQuery } from '@tanstack/react-query';
import type { ReactNode } from 'react';
import { useMessages } from '../messages/messages.tsx';
import { useChangePreferences } from '../shop/change-preferences.ts';
import { useMarket } from '../shop/market.ts';
import { LANGUAGES, usePreferences, type Language, type Theme } from '../shop/preferences.ts';
import { marketsQuery } from '../shop/queries.ts';
import { shopName } from '../shop/shop-name.ts';

/** The foot of every page: ways in, and the choice of language, market and colours. */
export function Footer() {
  const { site } = useMessages();
  const link = 'inline-block py-1.5 hover:underline';
  return (
    <footer className="site mt-24 border-t border-line bg-sunken">
      <div className="page grid grid-cols-1 gap-10 py-12 text-sm sm:grid-cols-2 lg:grid-cols-[1.4fr_1fr_1.6fr]">
        <div>
          <p className="font-serif text-xl font-semibold">{shopName}</p>
          <p className="mt-2 max-w-xs text-quiet">{site.footer}</p>
        </div>
        <nav aria-label={site.help}>
          <ul>
            <li>
              <Link to="/products" className={link}>
                {site.allProducts}
              </Link>
            </li>
            <li>
              <Link to="/wishlist" className={link}>
                {site.wishlist}
              </Link>
            </li>
            <li>
              <Link to="/cart" className={link}>
                {site.cart}
              </Link>
            </li>
            <li>
              <Link to="/account" className={link}>
                {site.account}
              </Link>
            </li>
          </ul>
        </nav>
        <Choices />
      </div>
    </footer>
  );
}

function Choices() {
  const { site } = useMessages();
  const { language, theme } = usePreferences();
  const market = useMarket();
  const { data: markets = [] } = useQuery(marketsQuery);
  const change = useChangePreferences();
  return (
    <div role="group" aria-label={site.settings} className="grid content-start gap-4 sm:grid-cols-2">
      <Choice
        label={site.language}
        value={language}
        onChange={(value) => change({ language: value as Language })}
      >
        {Object.entries(LANGUAGES).map(([code, name]) => (
          <option key={code} value={code} lang={code}>
            {name}
          </option>
        ))}
      </Choice>
      <Choice label={site.theme} value={theme} onChange={(value) => change({ theme: value as Theme })}>
        {Object.entries(site.themes).map(([code, name]) => (
          <option key={code} value={code}>
            {name}
          </option>
        ))}
      </Choice>
      <Choice label={site.market} value={market.code} onChange={(value) => change({ market: value })} wide>
        {markets.length === 0 && <option value="">…</option>}
        {markets.map(({ code, name, currency }) => (
          <option key={code} value={code}>
            {`${name} (${currency})`}
          </option>
        ))}
      </Choice>
    </div>
  );
}

function Choice({
  label,
  value,
  onChange,
  wide = false,
  children,
}: {
  label: string;
  value: string;
  onChange: (value: string) => void;
  wide?: boolean;
  children: ReactNode;
}) {
  return (
    <label className={`block ${wide ? 'sm:col-span-2' : ''}`}>
      <span className="mb-1 block text-xs text-quiet">{label}</span>
      <select value={value} onChange={(event) => onChange(event.target.value)} className="field-input">
        {children}
      </select>
    </label>
  );
}
