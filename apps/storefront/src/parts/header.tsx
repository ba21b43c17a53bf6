import { Link, useNavigate, useRouterState } from '@tanstack/react-router';
import { useQuery } from '@tanstack/react-query';
import { useState, type SyntheticEvent } from 'react';
import { useMessages } from '../messages/messages.tsx';
import { shopName } from '../shop/shop-name.ts';
import { categoriesQuery } from '../shop/queries.ts';
import { useShopperCart, useShopperSession } from '../shop/shopper.tsx';
import { openCart } from './cart-drawer-state.ts';
import { Icon } from './icon.tsx';
import { Modal } from './modal.tsx';
import { Offline } from './offline.tsx';

const iconLink = 'relative grid size-11 place-items-center rounded-full hover:bg-sunken';

/** The head of every page: name, search, kinds, account, wishlist, cart. */
export function Header() {
  const { site } = useMessages();
  const path = useRouterState({ select: ({ location }) => location.href });
  // Open at an address: whoever has gone on sees it closed.
  const [menuAt, setMenuAt] = useState<string | null>(null);
  const closeMenu = () => setMenuAt(null);
  const { user } = useShopperSession();
  return (
    <header className="site sticky top-0 z-30 border-b border-line bg-paper">
      <Offline />
      <div className="page flex items-center gap-2 py-2 sm:gap-4">
        <button
          type="button"
          aria-label={site.menu}
          aria-haspopup="dialog"
          onClick={() => setMenuAt(path)}
          className={`-ml-2.5 lg:hidden ${iconLink}`}
        >
          <Icon name="menu" />
        </button>
        <Link
          to="/"
          className="mr-auto line-clamp-2 min-w-0 font-serif text-base leading-tight font-semibold tracking-tight sm:text-xl lg:mr-0"
        >
          {shopName}
        </Link>
        <nav aria-label={site.categories} className="hidden min-w-0 flex-1 lg:block">
          <TopKinds />
        </nav>
        <div className="hidden w-56 md:block xl:w-72">
          <SearchForm />
        </div>
        <div className="-mr-2.5 flex">
          <Link
            to={user ? '/account' : '/sign-in'}
            aria-label={user ? site.account : site.signIn}
            className={iconLink}
          >
            <Icon name="person" />
          </Link>
          <Link to="/wishlist" aria-label={site.wishlist} className={`max-xs:hidden ${iconLink}`}>
            <Icon name="heart" />
          </Link>
          <CartButton />
        </div>
      </div>
      <div className="page pb-2.5 md:hidden">
        <SearchForm />
      </div>
      <Modal open={menuAt === path} onClose={closeMenu} title={site.menu} look="drawer-left">
        <nav aria-label={site.menu}>
          <MenuLinks />
        </nav>
      </Modal>
    </header>
  );
}

function CartButton() {
  const { site } = useMessages();
  const { totalItems: count } = useShopperCart();
  return (
    <button
      type="button"
      aria-label={site.cartCount(count)}
      aria-haspopup="dialog"
      onClick={openCart}
      className={iconLink}
    >
      <Icon name="bag" />
      {count > 0 && (
        <span
          aria-hidden="true"
          className="absolute top-1 right-0.5 grid h-5 min-w-5 place-items-center rounded-full bg-accent px-1 text-[0.6875rem] leading-none font-bold text-on-accent tabular-nums"
        >
          {count > 99 ? '99+' : count}
        </span>
      )}
    </button>
  );
}

const MOST_KINDS = 6;

function TopKinds() {
  const { site } = useMessages();
  const { data: categories = [] } = useQuery(categoriesQuery);
  const most = [...categories].sort((a, b) => b.productCount - a.productCount).slice(0, MOST_KINDS);
  const look = 'block py-2.5 text-sm font-medium whitespace-nowrap text-quiet hover:text-ink';
  return (
    <ul className="flex h-11 flex-wrap items-center gap-x-5 overflow-hidden">
      <li>
        <Link to="/products" className={`${look} text-ink`}>
          {site.allProducts}
        </Link>
      </li>
      {most.map(({ slug, name }) => (
        <li key={slug}>
          <Link
            to="/products"
            search={{ category: slug }}
            className={look}
            activeProps={{ className: 'text-ink! underline underline-offset-8' }}
          >
            {name}
          </Link>
        </li>
      ))}
    </ul>
  );
}

function MenuLinks() {
  const { site } = useMessages();
  const { user } = useShopperSession();
  const { data: categories = [] } = useQuery(categoriesQuery);
  const look = 'flex min-h-11 items-center justify-between border-b border-line text-base';
  return (
    <ul>
      <li>
        <Link to="/products" className={`${look} font-semibold`}>
          {site.allProducts}
        </Link>
      </li>
      {categories.map(({ slug, name, productCount }) => (
        <li key={slug}>
          <Link to="/products" search={{ category: slug }} className={look}>
            {name} <span className="text-sm text-quiet tabular-nums">{productCount}</span>
          </Link>
        </li>
      ))}
      <li>
        <Link to="/wishlist" className={`${look} mt-6`}>
          {site.wishlist}
        </Link>
      </li>
      <li>
        <Link to={user ? '/account' : '/sign-in'} className={look}>
          {user ? site.account : site.signIn}
        </Link>
      </li>
    </ul>
  );
}

function SearchForm() {
  const { site } = useMessages();
  const navigate = useNavigate();
  const asked = useRouterState({ select: ({ location }) => (location.search as { q?: string }).q ?? '' });
  const search = (event: SyntheticEvent<HTMLFormElement>) => {
    event.preventDefault();
    const words = new FormData(event.currentTarget).get('q');
    const q = typeof words === 'string' ? words.trim() : '';
    void navigate({ to: '/products', search: q ? { q } : {} });
  };
  return (
    <form role="search" onSubmit={search} className="relative">
      <input
        type="search"
        name="q"
        key={asked}
        defaultValue={asked}
        maxLength={100}
        aria-label={site.searchLabel}
        placeholder={site.searchHint}
        autoComplete="off"
        enterKeyHint="search"
        className="h-11 w-full rounded-full border border-edge bg-raised pr-11 pl-4 text-sm placeholder:text-quiet"
      />
      <button
        type="submit"
        aria-label={site.search}
        className="absolute inset-y-0 right-0 grid w-11 place-items-center rounded-full text-quiet hover:text-ink"
      >
        <Icon name="search" size={19} />
      </button>
    </form>
  );
}
