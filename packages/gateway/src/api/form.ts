/** The value of a form field, with brackets in names read as Stripe writes them. */
export type FormValue = string | FormValue[] | { [name: string]: FormValue };

const FIELD = /^([^[\]]+)((?:\[[^[\]]*\])*)$/;

/** Reads `metadata[cart_id]=7&expand[]=latest_charge` into objects and lists. Names that are not such are kept as they are. */
export function readForm(text: string): Record<string, FormValue> {
  const form: Record<string, FormValue> = Object.create(null) as Record<string, FormValue>;
  for (const [name, value] of new URLSearchParams(text)) {
    const [, first, rest] = FIELD.exec(name) ?? [null, name, ''];
    const path = [first, ...[...rest.matchAll(/\[([^[\]]*)\]/g)].map((match) => match[1]!)];
    place(form, path, value);
  }
  return listsOf(form) as Record<string, FormValue>;
}

function place(into: Record<string, FormValue>, [name, ...rest]: string[], value: string): void {
  const key = name === '' ? String(Object.keys(into).length) : name!;
  if (rest.length === 0) {
    into[key] = value;
    return;
  }
  const inner = into[key];
  const next = typeof inner === 'object' ? inner : (Object.create(null) as Record<string, FormValue>);
  into[key] = next;
  place(next as Record<string, FormValue>, rest, value);
}

// Objects whose names are 0, 1, 2 … are lists.
function listsOf(value: FormValue): FormValue {
  if (typeof value !== 'object' || Array.isArray(value)) return value;
  const entries = Object.entries(value).map(([name, inner]) => [name, listsOf(inner)] as const);
  if (entries.length > 0 && entries.every(([name], index) => name === String(index)))
    return entries.map(([, inner]) => inner);
  return Object.fromEntries(entries);
}
