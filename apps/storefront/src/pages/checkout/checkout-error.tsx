import { CartwrightError, isRefusal } from '@cartwright/client';
import { Link } from '@tanstack/react-router';
import { useEffect, useRef } from 'react';
import { useMessages } from '../../messages/messages.tsx';
import { Notice, sentenceOf } from '../../parts/states.tsx';

const BACK_TO_CART = new Set(['INSUFFICIENT_STOCK', 'CART_EMPTY', 'ITEM_UNAVAILABLE', 'CART_CHANGED']);

/** Why it did not go on, and the way on. */
export function CheckoutError({ error, onBack }: { error: unknown; onBack: () => void }) {
  const messages = useMessages();
  const { checkout: words } = messages;
  const place = useRef<HTMLDivElement>(null);
  useEffect(() => {
    if (error) place.current?.scrollIntoView({ block: 'nearest' });
  }, [error]);
  if (!error) return null;
  const reason: string = error instanceof CartwrightError ? (error.reason as string) : '';
  const sentence =
    reason === 'CART_CHANGED'
      ? words.changed
      : reason === 'INSUFFICIENT_STOCK'
        ? words.soldOut
        : sentenceOf(error, messages);
  const titles = isRefusal(error, 'CART_CHANGED') ? titlesOf(error.details) : [];
  return (
    <div ref={place} className="mt-4">
      <Notice tone="bad">
        <p>{sentence}</p>
        {titles.length > 0 && <p>{titles.join(', ')}</p>}
        <p className="mt-2 flex flex-wrap gap-x-5">
          {reason === 'CHECKOUT_INCOMPLETE' && (
            <button type="button" className="min-h-11 font-semibold underline" onClick={onBack}>
              {words.edit}
            </button>
          )}
          {BACK_TO_CART.has(reason) && (
            <Link to="/cart" className="inline-flex min-h-11 items-center font-semibold underline">
              {words.backToCart}
            </Link>
          )}
        </p>
      </Notice>
    </div>
  );
}

function titlesOf(details: unknown): string[] {
  const { differences = [] } = (details ?? {}) as { differences?: { title?: string }[] };
  return [...new Set(differences.flatMap(({ title }) => (title ? [title] : [])))];
}
