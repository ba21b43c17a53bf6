import { CartwrightError, type DataOf } from '@cartwright/client';
import { getRouteApi, Link, useNavigate } from '@tanstack/react-router';
import { useEffect, useState, type ReactNode } from 'react';
import { useMessages } from '../../messages/messages.tsx';
import { buttonClass } from '../../parts/button.tsx';
import { useTitle } from '../../parts/use-title.ts';
import { client } from '../../shop/client.ts';
import { useShopperCart, useShopperSession } from '../../shop/shopper.tsx';

const route = getRouteApi('/checkout/return');

type Payment = DataOf<'get', '/api/payments/{id}'>['payment'];
type Outcome = 'waiting' | 'slow' | 'unpaid' | 'failed' | 'returned' | 'not-yours';

const FIRST_MS = 1_000;
const LONGEST_MS = 8_000;
const SLOW_AFTER = 10;
const MOST = 60;
const GIVEN_BACK = new Set(['refunded', 'partly_refunded', 'orphaned']);

/** Waits for the server's word that the payment is paid; what stands in the address decides nothing. */
export function Return() {
  const { returning: words } = useMessages();
  const { payment: id } = route.useSearch();
  const outcome = useOutcome(id);
  useTitle(words.title);
  if (outcome === 'waiting' || outcome === 'slow') {
    return (
      <Told title={words.title} waiting>
        <p>{words.waiting}</p>
        <p className="text-sm text-quiet">{outcome === 'slow' ? words.slow : words.hint}</p>
      </Told>
    );
  }
  const texts = {
    unpaid: [words.unpaid, words.failedText],
    failed: [words.failed, words.failedText],
    returned: [words.returned, words.returnedText],
    'not-yours': [words.notYours, words.notYoursText],
  }[outcome];
  return (
    <Told title={texts[0]!}>
      <p className="text-quiet">{texts[1]}</p>
      <Link to={outcome === 'returned' ? '/cart' : '/checkout'} className={`mt-4 ${buttonClass()}`}>
        {outcome === 'unpaid' ? words.again : words.retry}
      </Link>
    </Told>
  );
}

function Told({
  title,
  waiting = false,
  children,
}: {
  title: string;
  waiting?: boolean;
  children: ReactNode;
}) {
  return (
    <div role="status" className="page grid max-w-lg! justify-items-center gap-4 py-24 text-center">
      {waiting && (
        <span
          aria-hidden="true"
          className="size-10 rounded-full border-3 border-line border-t-accent motion-safe:animate-spin"
        />
      )}
      <h1 className="text-2xl">{title}</h1>
      {children}
    </div>
  );
}

function useOutcome(id: string | undefined): Outcome {
  const [outcome, setOutcome] = useState<Outcome>(id ? 'waiting' : 'not-yours');
  const navigate = useNavigate();
  const { known } = useShopperSession();
  const { reload } = useShopperCart();
  useEffect(() => {
    if (!id || !known) return;
    const stop = new AbortController();
    const wait = async () => {
      for (let asked = 0; asked < MOST && !stop.signal.aborted; asked++) {
        const seen = await look(id, stop.signal);
        if (stop.signal.aborted) return;
        if (seen.orderId) {
          reload();
          const to = { id: seen.orderId };
          return void navigate({ to: '/orders/$id', params: to, search: { placed: 1 }, replace: true });
        }
        if (seen.outcome) setOutcome(seen.outcome);
        else setOutcome(asked >= SLOW_AFTER ? 'slow' : 'waiting');
        // What is not paid yet may be paid in another tab.
        if (seen.outcome && seen.outcome !== 'unpaid') return;
        await pause(Math.min(FIRST_MS * 1.3 ** asked, LONGEST_MS));
      }
    };
    void wait();
    return () => stop.abort();
  }, [id, known, navigate, reload]);
  return outcome;
}

/** One look at the payment. Nothing is an outcome that may still change by itself. */
async function look(
  id: string,
  signal: AbortSignal,
): Promise<{ orderId: string | null; outcome: Outcome | null }> {
  try {
    const { payment } = await client.get('/api/payments/{id}', { path: { id }, signal });
    return { orderId: payment.orderId, outcome: outcomeOf(payment) };
  } catch (error) {
    const refused = error instanceof CartwrightError && [400, 401, 403, 404].includes(error.code);
    return { orderId: null, outcome: refused ? 'not-yours' : null };
  }
}

function outcomeOf({ status, failure }: Payment): Outcome | null {
  if (GIVEN_BACK.has(status)) return 'returned';
  if (status === 'failed' || status === 'canceled') return 'failed';
  if (status === 'pending') return failure ? 'failed' : 'unpaid';
  return null;
}

function pause(ms: number): Promise<void> {
  return new Promise((resolve) => setTimeout(resolve, ms));
}
