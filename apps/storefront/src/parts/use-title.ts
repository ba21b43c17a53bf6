import { useEffect } from 'react';
import { shopName } from '../shop/shop-name.ts';

/** The title of the page in the browser's tab, as the server would have written it. */
export function useTitle(title: string | null | undefined): void {
  useEffect(() => {
    if (title) document.title = `${title} · ${shopName}`;
  }, [title]);
}
