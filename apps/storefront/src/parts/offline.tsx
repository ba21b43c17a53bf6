import { useCart, useCartActions } from '@cartwright/react';
import { useSyncExternalStore } from 'react';
import { useMessages } from '../messages/messages.tsx';
import { Icon } from './icon.tsx';

function subscribe(listener: () => void): () => void {
  addEventListener('online', listener);
  addEventListener('offline', listener);
  return () => {
    removeEventListener('online', listener);
    removeEventListener('offline', listener);
  };
}

/** Says when the browser has no connection, or the shop no answer, for as long as that lasts. */
export function Offline() {
  const { site, failures } = useMessages();
  const online = useSyncExternalStore(subscribe, () => navigator.onLine);
  const silent = useCart(({ offline }) => offline);
  const { flush, reload } = useCartActions();
  const retry = () => {
    void flush();
    void reload();
  };
  return (
    <div role="status" className="no-print">
      {(!online || silent) && (
        <p className="flex flex-wrap items-center justify-center gap-x-3 bg-warn-tint px-4 py-2 text-center text-sm text-warn">
          <span className="flex items-center gap-2">
            <Icon name="offline" size={18} />
            {online ? site.silent : site.offline}
          </span>
          {online && (
            <button type="button" className="min-h-9 font-semibold underline" onClick={retry}>
              {failures.retry}
            </button>
          )}
        </p>
      )}
    </div>
  );
}
