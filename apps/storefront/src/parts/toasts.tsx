import { useEffect, useSyncExternalStore } from 'react';
import { useMessages } from '../messages/messages.tsx';
import { Icon } from './icon.tsx';

interface Toast {
  id: number;
  text: string;
  bad: boolean;
  action: { label: string; run: () => void } | null;
}

const SHOWN_MS = 7_000;
const MOST = 3;
const listeners = new Set<() => void>();
let toasts: readonly Toast[] = [];
let last = 0;

function change(next: readonly Toast[]): void {
  toasts = next;
  for (const listener of listeners) listener();
}

/** Shows a short notice at the edge of the page; with an action it stays until it is used or closed. */
export function toast(
  text: string,
  { bad = false, action = null }: { bad?: boolean; action?: Toast['action'] } = {},
): void {
  const others = toasts.filter((one) => one.text !== text);
  change([...others.slice(1 - MOST), { id: ++last, text, bad, action }]);
}

const dismiss = (id: number) => change(toasts.filter((one) => one.id !== id));

/** Forgets every notice, such as those meant for who has just signed out. */
export function clearToasts(): void {
  change([]);
}

/** Where notices appear. Screen readers are told of them without being interrupted. */
export function Toasts() {
  const shown = useSyncExternalStore(
    (listener) => {
      listeners.add(listener);
      return () => void listeners.delete(listener);
    },
    () => toasts,
  );
  return (
    <div
      role="status"
      aria-live="polite"
      className="no-print pointer-events-none fixed inset-x-0 bottom-0 z-50 flex flex-col items-center gap-2 p-4"
    >
      {shown.map((one) => (
        <Notice key={one.id} toast={one} />
      ))}
    </div>
  );
}

function Notice({ toast: { id, text, bad, action } }: { toast: Toast }) {
  const { site } = useMessages();
  useEffect(() => {
    const timer = setTimeout(() => dismiss(id), action ? 2 * SHOWN_MS : SHOWN_MS);
    return () => clearTimeout(timer);
  }, [id, action]);
  return (
    <div
      className={`toast pointer-events-auto flex w-full max-w-md items-center gap-3 rounded-md py-2 pr-1 pl-4 text-sm shadow-float ${bad ? 'bg-bad text-paper' : 'bg-ink text-paper'}`}
    >
      <p className="min-w-0 flex-1 py-1">{text}</p>
      {action && (
        <button
          type="button"
          className="min-h-11 px-2 font-semibold underline underline-offset-4 focus-visible:outline-paper"
          onClick={() => {
            dismiss(id);
            action.run();
          }}
        >
          {action.label}
        </button>
      )}
      <button
        type="button"
        aria-label={site.close}
        className="grid size-11 place-items-center focus-visible:outline-paper"
        onClick={() => dismiss(id)}
      >
        <Icon name="close" size={18} />
      </button>
    </div>
  );
}
