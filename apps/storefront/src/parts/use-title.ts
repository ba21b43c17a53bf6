import { useEffect } from 'react';
import { shopName } from '../shop/shop-name.ts';

/** The title of the page in the browser's tab, as the server would have written it. */
export function useTitle(title: string | null | undefined, alone = false): void {
  useEffect(() => {
    if (alone) document.title = shopName;
    else if (title) document.title = `${title} · ${shopName}`;
  }, [title, alone]);
}
