import { useEffect, useId, useRef, type ReactNode } from 'react';
import { useMessages } from '../messages/messages.tsx';
import { Icon } from './icon.tsx';

interface ModalProps {
  open: boolean;
  onClose: () => void;
  title: string;
  look?: 'drawer' | 'drawer-left' | 'box';
  /** Stays in view below the content. */
  footer?: ReactNode;
  children: ReactNode;
}

/**
 * The browser's own modal dialog: it keeps the focus inside, gives it back, makes the page behind inert and closes with
 * Escape.
 */
export function Modal({ open, onClose, title, look = 'box', footer, children }: ModalProps) {
  const dialog = useRef<HTMLDialogElement>(null);
  const titleId = useId();
  const { site } = useMessages();
  useEffect(() => {
    const element = dialog.current!;
    if (open && !element.open) element.showModal();
    if (!open && element.open) element.close();
  }, [open]);
  const shape =
    look === 'box'
      ? 'm-auto w-[min(32rem,calc(100vw-2rem))] max-h-[calc(100dvh-2rem)] rounded-lg bg-paper shadow-float'
      : `drawer ${look === 'drawer-left' ? 'drawer-left' : ''}`;
  return (
    // A click on the dialog itself is one beside its content: on the backdrop.
    <dialog
      ref={dialog}
      aria-labelledby={titleId}
      onClose={onClose}
      onClick={(event) => event.target === event.currentTarget && onClose()}
      className={shape}
    >
      {open && (
        <div className="flex h-full max-h-[inherit] flex-col">
          <div className="flex items-center justify-between gap-4 border-b border-line px-5 py-3">
            <h2 id={titleId} className="text-xl" tabIndex={-1}>
              {title}
            </h2>
            <button
              type="button"
              onClick={onClose}
              aria-label={site.close}
              className="-mr-2 grid size-11 place-items-center rounded-full hover:bg-sunken"
            >
              <Icon name="close" />
            </button>
          </div>
          <div className="min-h-0 flex-1 overflow-y-auto px-5 py-4">{children}</div>
          {footer && <div className="border-t border-line px-5 py-4">{footer}</div>}
        </div>
      )}
    </dialog>
  );
}
