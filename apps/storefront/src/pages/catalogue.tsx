import { useQuery } from '@tanstack/react-query';
import { getRouteApi, useNavigate } from '@tanstack/react-router';
import { useState } from 'react';
import { useMessages } from '../messages/messages.tsx';
import { Button } from '../parts/button.tsx';
import { Icon } from '../parts/icon.tsx';
import { Modal } from '../parts/modal.tsx';
import { ProductGrid } from '../parts/product-card.tsx';
import { Empty, Failure, Skeleton } from '../parts/states.tsx';
import { useTitle } from '../parts/use-title.ts';
import { PAGE_SIZE, productsQuery, type CatalogueSearch, type ProductList } from '../shop/queries.ts';
import { ActiveFilters, countFilters } from './catalogue/active-filters.tsx';
import { Filters, type ChangeSearch } from './catalogue/filters.tsx';
import { Pages } from './catalogue/pages.tsx';

const route = getRouteApi('/products');

/** The catalogue: what is asked for stands in the address, so that it can be kept, shared and gone back to. */
export function Catalogue() {
  const { catalogue } = useMessages();
  const search = route.useSearch();
  const navigate = useNavigate();
  const [filtering, setFiltering] = useState(false);
  const { data, error, refetch, isPlaceholderData } = useQuery(productsQuery(search));
  const change: ChangeSearch = (changed) =>
    void navigate({
      to: '/products',
      // Another filter begins on the first page.
      search: clean({ ...search, page: undefined, ...changed }),
      resetScroll: 'page' in changed,
    });
  const title = titleOf(search, data, catalogue);
  useTitle(title);
  const filters = data ? (
    <Filters search={search} facets={data.facets} onChange={change} />
  ) : (
    <FilterPlaces />
  );
  return (
    <div className="page pt-8">
      <div className="flex flex-wrap items-end justify-between gap-x-6 gap-y-4">
        <div className="min-w-0">
          <h1 className="text-2xl break-words">{title}</h1>
          <p role="status" className="mt-1 min-h-6 text-sm text-quiet">
            {data && catalogue.found(data.total)}
          </p>
        </div>
        <div className="flex w-full flex-wrap gap-3 sm:w-auto sm:flex-nowrap">
          <Button
            look="plain"
            className="flex-1 px-3! whitespace-nowrap lg:hidden"
            onClick={() => setFiltering(true)}
          >
            <Icon name="filter" size={19} />
            {catalogue.showFilters(countFilters(search))}
          </Button>
          <SortChoice search={search} onChange={change} />
        </div>
      </div>
      <ActiveFilters search={search} facets={data?.facets} onChange={change} />
      <div className="mt-6 grid grid-cols-1 gap-10 lg:grid-cols-[15rem_minmax(0,1fr)]">
        <aside aria-label={catalogue.filters} className="max-lg:hidden">
          {filters}
        </aside>
        <div
          className={`min-h-[60vh] min-w-0 ${isPlaceholderData ? 'opacity-60' : ''}`}
          aria-busy={isPlaceholderData}
        >
          {error && !data ? (
            <Failure error={error} onRetry={() => void refetch()} />
          ) : data?.total === 0 ? (
            <Empty title={catalogue.empty} text={catalogue.emptyText}>
              <Button look="plain" onClick={() => void navigate({ to: '/products', search: {} })}>
                {catalogue.clear}
              </Button>
            </Empty>
          ) : (
            <>
              <h2 className="sr-only">{catalogue.title}</h2>
              <ProductGrid products={data?.products} places={9} wide={false} eager={3} />
              {data && (
                <Pages page={search.page ?? 1} last={Math.ceil(data.total / PAGE_SIZE)} search={search} />
              )}
            </>
          )}
        </div>
      </div>
      <Modal
        open={filtering}
        onClose={() => setFiltering(false)}
        title={catalogue.filters}
        look="drawer-left"
        footer={
          <Button wide onClick={() => setFiltering(false)}>
            {catalogue.show(data?.total ?? 0)}
          </Button>
        }
      >
        {filters}
      </Modal>
    </div>
  );
}

function SortChoice({ search, onChange }: { search: CatalogueSearch; onChange: ChangeSearch }) {
  const { catalogue } = useMessages();
  const shown = search.sort ?? (search.q ? 'relevance' : 'newest');
  return (
    <label className="min-w-52 flex-1 sm:w-56">
      <span className="sr-only">{catalogue.sort}</span>
      <select
        value={shown}
        onChange={(event) => onChange({ sort: event.target.value as NonNullable<CatalogueSearch['sort']> })}
        className="field-input"
      >
        {Object.entries(catalogue.sorts)
          .filter(([sort]) => sort !== 'relevance' || search.q)
          .map(([sort, name]) => (
            <option key={sort} value={sort}>
              {name}
            </option>
          ))}
      </select>
    </label>
  );
}

function FilterPlaces() {
  return (
    <div className="grid gap-3">
      {Array.from({ length: 12 }, (_, index) => (
        <Skeleton key={index} className="h-7" />
      ))}
    </div>
  );
}

function titleOf(
  { q, category, designer }: CatalogueSearch,
  data: ProductList | undefined,
  words: { title: string; foundFor: (words: string) => string },
): string {
  if (q) return words.foundFor(q);
  const { categories = [], designers = [] } = data?.facets ?? {};
  const named = (list: { slug: string; name: string }[], slug: string | undefined) =>
    slug && (list.find((one) => one.slug === slug)?.name ?? slug);
  const parts = [named(categories, category), named(designers, designer)].filter(Boolean);
  return parts.join(' · ') || words.title;
}

function clean(search: CatalogueSearch): CatalogueSearch {
  return Object.fromEntries(Object.entries(search).filter(([, value]) => value !== undefined));
}
