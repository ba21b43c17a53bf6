// The page that browser tests open: the hooks as a shop uses them, and everything they ever drew.
import { createClient } from '@cartwright/client';
import { createElement as h, type ReactNode } from 'react';
import { createRoot } from 'react-dom/client';
import { type CartActions, type CartView, CartProvider, useCart, useSession } from '../index.ts';

interface Site {
  client: ReturnType<typeof createClient>;
  cart: CartView & CartActions;
  /** Every text that the page's cart ever had, with the owner who was signed in then. */
  seen: { owner: string | null; text: string }[];
  renders: number;
  unmount: () => void;
}

interface Page {
  site: Site;
  location: { search: string };
  document: { getElementById(id: string): { textContent: string } };
  MutationObserver: new (look: () => void) => { observe(node: unknown, what: object): void };
}

// The package is compiled without the DOM's types; this names what the page uses of them.
const page = globalThis as unknown as Page;
const client = createClient({ channel: page.location.search === '?alone' ? false : 'cartwright session' });
const root = createRoot(page.document.getElementById('root'));
// The rest of it is filled in by what is rendered.
const site = { client, seen: [], renders: 0, unmount: () => root.unmount() } as unknown as Site;
page.site = site;

function Cart(): ReactNode {
  const cart = useCart();
  const session = useSession();
  site.renders++;
  site.cart = cart;
  const lines = cart.lines.map((line) => h('li', { key: line.key }, `${line.title} × ${line.quantity}; `));
  return h('section', null, `${session.user?.email ?? session.kind}: ${cart.status}: `, h('ul', null, lines));
}

const drawn = page.document.getElementById('root');
new page.MutationObserver(() => {
  site.seen.push({ owner: client.session.current().ownerId, text: drawn.textContent });
}).observe(drawn, { childList: true, subtree: true, characterData: true });

const options = page.location.search === '?slow' ? { debounceMs: 5_000 } : {};
root.render(h(CartProvider, { client, options }, h(Cart)));
