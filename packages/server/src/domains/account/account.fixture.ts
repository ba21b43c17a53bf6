import type pg from 'pg';
import type { SignedIn } from '../../testing/test-app.ts';
import type { TestShop } from '../../testing/test-shop.ts';

/** What tells of one person, and of nobody else in the database. */
export const TRACES = {
  name: 'Annabella Quillfeather',
  street: '77 Whisperwind Crescent',
  city: 'Lower Bramblewick',
  postalCode: '62799',
  phone: '+12125550177',
  note: 'ring at Quillfeather',
};

export const HIS_ADDRESS = {
  name: TRACES.name,
  line1: TRACES.street,
  line2: 'Attic',
  city: TRACES.city,
  region: 'IL',
  postalCode: TRACES.postalCode,
  country: 'US',
};

/** Buys one piece as somebody with a name, an address, a phone and something to say. */
export async function buyNamed(shop: TestShop, who: SignedIn, more: object = {}) {
  const product = await shop.given.variant({ stock: 20, price: '12.50' });
  await who.post('/api/cart/add', { productId: product.productId });
  const quoted = await who.put('/api/checkout', {
    email: who.email,
    phone: TRACES.phone,
    shippingAddress: HIS_ADDRESS,
    shippingMethod: 'standard',
    note: TRACES.note,
    ...more,
  });
  if (quoted.body.checkout?.problems.length !== 0) throw new Error(quoted.text);
  const { payment } = (await shop.begin(who)).body;
  await shop.confirm(payment);
  const placed = await shop.complete(who, { paymentId: payment.id });
  if (placed.status !== 201) throw new Error(placed.text);
  return placed.body.order;
}

/** Where in the whole database, whatever the table and column, any of these words stands. */
export async function tracesOf(admin: pg.Client, words: readonly string[]): Promise<string[]> {
  const { rows: tables } = await admin.query<{ name: string }>(
    `select format('%I.%I', n.nspname, c.relname) as name from pg_class c join pg_namespace n on n.oid = c.relnamespace
      where c.relkind = 'r' and n.nspname not in ('pg_catalog', 'information_schema', 'pg_toast')`,
  );
  const found: string[] = [];
  for (const { name } of tables) {
    const { rows } = await admin.query<{ row: string }>(
      `select to_jsonb(t)::text as row from ${name} t where exists (select from unnest($1::text[]) word where position(lower(word) in lower(to_jsonb(t)::text)) > 0)`,
      [words],
    );
    for (const { row } of rows) found.push(`${name}: ${row.slice(0, 300)}`);
  }
  return found;
}
