import { Link } from '@tanstack/react-router';
import { useMessages } from '../../messages/messages.tsx';
import { buttonClass } from '../../parts/button.tsx';
import type { CatalogueSearch } from '../../shop/queries.ts';

/** Links to the page before and the page after. */
export function Pages({ page, last, search }: { page: number; last: number; search: CatalogueSearch }) {
  const { catalogue } = useMessages();
  if (last <= 1) return null;
  const link = (to: number, label: string) =>
    to >= 1 && to <= last ? (
      <Link
        to="/products"
        search={{ ...search, page: to > 1 ? to : undefined }}
        className={buttonClass('plain')}
        rel={to < page ? 'prev' : 'next'}
      >
        {label}
      </Link>
    ) : (
      <span className="w-20 shrink" />
    );
  return (
    <nav
      aria-label={catalogue.pages}
      className="mt-12 flex flex-wrap items-center justify-between gap-x-4 gap-y-2"
    >
      {link(page - 1, catalogue.previous)}
      <p className="text-sm text-quiet">{catalogue.pageOf(page, last)}</p>
      {link(page + 1, catalogue.next)}
    </nav>
  );
}
