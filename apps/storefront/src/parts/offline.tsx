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

/** Says when the browser has no connection, for as long as that lasts. */
export function Offline() {
  const { site } = useMessages();
  const online = useSyncExternalStore(subscribe, () => navigator.onLine);
  return (
    <div role="status" className="no-print">
      {!online && (
        <p className="flex items-center justify-center gap-2 bg-warn-tint px-4 py-2 text-center text-sm text-warn">
          <Icon name="offline" size={18} />
          {site.offline}
        </p>
      )}
    </div>
  );
}
