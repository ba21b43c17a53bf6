import { useState, type ReactNode, type SyntheticEvent } from 'react';
import { useFormat } from '../../format/use-format.ts';
import { useMessages } from '../../messages/messages.tsx';
import { Button } from '../../parts/button.tsx';
import { Icon } from '../../parts/icon.tsx';
import { useMarket } from '../../shop/market.ts';
import type { CatalogueSearch, ProductList } from '../../shop/queries.ts';

export type ChangeSearch = (changed: CatalogueSearch) => void;

interface FiltersProps {
  search: CatalogueSearch;
  facets: ProductList['facets'];
  onChange: ChangeSearch;
}

const SHOWN = 8;

/** Everything the found products can be narrowed by, with how many there are of each. */
export function Filters({ search, facets, onChange }: FiltersProps) {
  const { catalogue } = useMessages();
  const { option = [] } = search;
  const toggleOption = (value: string) => {
    const next = option.includes(value) ? option.filter((one) => one !== value) : [...option, value];
    onChange({ option: next.length > 0 ? next : undefined });
  };
  return (
    <div className="divide-y divide-line">
      <label className="flex min-h-11 items-center gap-3 pb-3 text-sm">
        <Check
          checked={search.inStock === 'true'}
          onChange={(checked) => onChange({ inStock: checked ? 'true' : undefined })}
        />
        <span className="flex-1">{catalogue.inStock}</span>
        <span className="text-quiet tabular-nums">{facets.inStock}</span>
      </label>
      {facets.categories.length > 0 && (
        <Group title={catalogue.category} open>
          <Choices
            chosen={[search.category]}
            list={facets.categories.map(({ slug, name, count }) => ({ value: slug, name, count }))}
            onToggle={(value) => onChange({ category: search.category === value ? undefined : value })}
          />
        </Group>
      )}
      {(facets.price ?? search.minPrice ?? search.maxPrice) && (
        <Group title={catalogue.price} open>
          <PriceRange search={search} facets={facets} onChange={onChange} />
        </Group>
      )}
      {facets.designers.length > 0 && (
        <Group title={catalogue.designer} open={search.designer !== undefined}>
          <Choices
            chosen={[search.designer]}
            list={facets.designers.map(({ slug, name, count }) => ({ value: slug, name, count }))}
            onToggle={(value) => onChange({ designer: search.designer === value ? undefined : value })}
          />
        </Group>
      )}
      {facets.options.map(({ name, values }) => (
        <Group key={name} title={name} open={option.some((one) => one.startsWith(`${name}:`))}>
          <Choices
            chosen={option}
            list={values.map(({ value, count }) => ({ value: `${name}:${value}`, name: value, count }))}
            onToggle={toggleOption}
          />
        </Group>
      ))}
    </div>
  );
}

function Group({ title, open, children }: { title: string; open: boolean; children: ReactNode }) {
  return (
    <details open={open} className="group py-1">
      <summary className="flex min-h-11 list-none items-center justify-between text-sm font-semibold">
        {title}
        <span className="transition-transform group-open:rotate-180">
          <Icon name="down" size={18} />
        </span>
      </summary>
      <div className="pb-3">{children}</div>
    </details>
  );
}

interface ChoicesProps {
  chosen: readonly (string | undefined)[];
  list: { value: string; name: string; count: number }[];
  onToggle: (value: string) => void;
}

function Choices({ chosen, list, onToggle }: ChoicesProps) {
  const { catalogue } = useMessages();
  const [all, setAll] = useState(false);
  const shown = all ? list : list.filter(({ value }, index) => index < SHOWN || chosen.includes(value));
  return (
    <>
      <ul>
        {shown.map(({ value, name, count }) => (
          <li key={value}>
            <label className="flex min-h-9 items-center gap-3 text-sm hover:text-accent">
              <Check checked={chosen.includes(value)} onChange={() => onToggle(value)} />
              <span className="min-w-0 flex-1 break-words">{name}</span>
              <span className="text-quiet tabular-nums">{count}</span>
            </label>
          </li>
        ))}
      </ul>
      {list.length > shown.length && (
        <button
          type="button"
          className="min-h-9 text-sm font-medium underline underline-offset-4"
          onClick={() => setAll(true)}
        >
          {catalogue.more(list.length - shown.length)}
        </button>
      )}
    </>
  );
}

function Check({ checked, onChange }: { checked: boolean; onChange: (checked: boolean) => void }) {
  return (
    <input
      type="checkbox"
      checked={checked}
      onChange={(event) => onChange(event.target.checked)}
      className="size-[1.15rem] shrink-0 accent-accent"
    />
  );
}

function PriceRange({ search, facets, onChange }: FiltersProps) {
  const { catalogue } = useMessages();
  const { money } = useFormat();
  const { currency } = useMarket();
  const apply = (event: SyntheticEvent<HTMLFormElement>) => {
    event.preventDefault();
    const form = new FormData(event.currentTarget);
    const amount = (name: string) => {
      const typed = form.get(name);
      const text = typeof typed === 'string' ? typed.trim().replace(',', '.') : '';
      return /^\d{1,12}(\.\d{1,4})?$/.test(text) ? text : undefined;
    };
    const [low, high] = [amount('minPrice'), amount('maxPrice')];
    const turned = low !== undefined && high !== undefined && Number(low) > Number(high);
    onChange(turned ? { minPrice: high, maxPrice: low } : { minPrice: low, maxPrice: high });
  };
  const field = (name: 'minPrice' | 'maxPrice', label: string) => (
    <label className="min-w-0 flex-1 text-xs text-quiet">
      {label}
      <input
        key={search[name] ?? ''}
        name={name}
        inputMode="decimal"
        autoComplete="off"
        defaultValue={search[name] ?? ''}
        maxLength={17}
        className="field-input mt-1 text-ink"
      />
    </label>
  );
  return (
    <form onSubmit={apply}>
      {facets.price && (
        <p className="mb-2 text-xs text-quiet tabular-nums">
          {money(facets.price.min, currency)} – {money(facets.price.max, currency)}
        </p>
      )}
      <div className="flex items-end gap-2">
        {field('minPrice', catalogue.from)}
        {field('maxPrice', catalogue.to)}
      </div>
      <Button type="submit" look="plain" wide className="mt-2">
        {catalogue.apply}
      </Button>
    </form>
  );
}
