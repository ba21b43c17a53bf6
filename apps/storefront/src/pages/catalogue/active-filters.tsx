import { useQuery } from '@tanstack/react-query';
import { useFormat } from '../../format/use-format.ts';
import { useMessages } from '../../messages/messages.tsx';
import { Icon } from '../../parts/icon.tsx';
import { useMarket } from '../../shop/market.ts';
import { categoriesQuery, type CatalogueSearch, type ProductList } from '../../shop/queries.ts';
import type { ChangeSearch } from './filters.tsx';

/** How many filters are set, the words searched for apart. */
export function countFilters(search: CatalogueSearch): number {
  const { category, designer, minPrice, maxPrice, inStock, option = [], tag } = search;
  return [category, designer, minPrice ?? maxPrice, inStock, tag].filter(Boolean).length + option.length;
}

/** The filters that are set, each to be taken off with a click. */
export function ActiveFilters({
  search,
  facets,
  onChange,
}: {
  search: CatalogueSearch;
  facets: ProductList['facets'] | undefined;
  onChange: ChangeSearch;
}) {
  const { catalogue } = useMessages();
  const chips = useChips(search, facets);
  if (chips.length === 0) return null;
  return (
    <ul className="mt-4 flex flex-wrap gap-2">
      {chips.map(({ name, without }) => (
        <li key={name}>
          <button
            type="button"
            aria-label={catalogue.remove(name)}
            onClick={() => onChange(without)}
            className="inline-flex min-h-9 items-center gap-1.5 rounded-full border border-line bg-tint py-1 pr-2.5 pl-3.5 text-sm hover:border-edge"
          >
            {name} <Icon name="close" size={15} />
          </button>
        </li>
      ))}
      {chips.length > 1 && (
        <li>
          <button
            type="button"
            className="min-h-9 px-2 text-sm font-medium underline underline-offset-4"
            onClick={() =>
              onChange(
                Object.assign({}, ...chips.map(({ without }) => without), {
                  option: undefined,
                }) as CatalogueSearch,
              )
            }
          >
            {catalogue.clear}
          </button>
        </li>
      )}
    </ul>
  );
}

function useChips(search: CatalogueSearch, facets: ProductList['facets'] | undefined) {
  const { catalogue } = useMessages();
  const { money } = useFormat();
  const { currency } = useMarket();
  // Where nothing was found, the facets name nothing.
  const { data: kinds = [] } = useQuery(categoriesQuery);
  const nameIn = (list: { slug: string; name: string }[] | undefined, slug: string) =>
    list?.find((one) => one.slug === slug)?.name ?? slug;
  const { category, designer, minPrice, maxPrice, inStock, option = [], tag } = search;
  const price = [
    minPrice && `${catalogue.from} ${money(Number(minPrice), currency)}`,
    maxPrice && `${catalogue.to} ${money(Number(maxPrice), currency)}`,
  ].filter(Boolean);
  const chips: { name: string; without: CatalogueSearch }[] = [];
  if (category)
    chips.push({
      name: nameIn([...(facets?.categories ?? []), ...kinds], category),
      without: { category: undefined },
    });
  if (designer) chips.push({ name: nameIn(facets?.designers, designer), without: { designer: undefined } });
  if (price.length > 0)
    chips.push({ name: price.join(' – '), without: { minPrice: undefined, maxPrice: undefined } });
  if (inStock) chips.push({ name: catalogue.inStock, without: { inStock: undefined } });
  if (tag) chips.push({ name: `#${tag}`, without: { tag: undefined } });
  for (const one of option) {
    const others = option.filter((other) => other !== one);
    chips.push({
      name: one.replace(':', ': '),
      without: { option: others.length > 0 ? others : undefined },
    });
  }
  return chips;
}
