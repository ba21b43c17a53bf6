import './styles/main.css';
import { QueryClient, QueryClientProvider } from '@tanstack/react-query';
import { RouterProvider } from '@tanstack/react-router';
import { StrictMode } from 'react';
import { createRoot } from 'react-dom/client';
import { loadMessages, MessagesProvider } from './messages/messages.tsx';
import { makeRouter } from './router.tsx';
import { shopName } from './shop/shop-name.ts';
import { ShopperProvider } from './shop/shopper.tsx';
import { preferences } from './shop/preferences.ts';

const queries = new QueryClient({
  // The client tries again by itself where that is safe.
  defaultOptions: { queries: { retry: false, refetchOnWindowFocus: true, networkMode: 'always' } },
});
const router = makeRouter(queries);

// Another market has other prices, and perhaps other products.
let { market } = preferences.current();
preferences.subscribe(() => {
  const before = market;
  ({ market } = preferences.current());
  if (market !== before) void queries.resetQueries({ queryKey: ['catalogue'] });
});

async function start(): Promise<void> {
  const { language } = preferences.current();
  const first = await loadMessages(language).catch(() => loadMessages('en'));
  // The letters of the language and those of names. Before the code they would only be in its way; from here a fast line has them in time.
  void document.fonts.load('1em Literata', `${first.heads.home.description} ${shopName}`).catch(() => {});
  createRoot(document.getElementById('app')!).render(
    <StrictMode>
      <QueryClientProvider client={queries}>
        <MessagesProvider first={first}>
          <ShopperProvider>
            <RouterProvider router={router} />
          </ShopperProvider>
        </MessagesProvider>
      </QueryClientProvider>
    </StrictMode>,
  );
}

void start();
