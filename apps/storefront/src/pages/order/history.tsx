import { useFormat } from '../../format/use-format.ts';
import { useMessages } from '../../messages/messages.tsx';
import type { Order } from '../../shop/queries.ts';

/** What has happened to the order, the latest first. */
export function History({ order: { history, trackingNumber } }: { order: Order }) {
  const { order: words } = useMessages();
  const { dateTime } = useFormat();
  return (
    <section>
      <h2 className="mb-2 text-lg">{words.history}</h2>
      <ol className="grid gap-3 border-l-2 border-line pl-4">
        {[...history].reverse().map(({ to, at, reason }, index) => (
          <li key={at} className="relative">
            <span
              aria-hidden="true"
              className={`absolute top-1.5 -left-[1.35rem] size-2.5 rounded-full ${index === 0 ? 'bg-accent' : 'bg-edge'}`}
            />
            <p className="font-semibold">{words.statuses[to]}</p>
            <p className="text-quiet">
              <time dateTime={at}>{dateTime(at)}</time>
            </p>
            {reason && <p className="break-words">{reason}</p>}
          </li>
        ))}
      </ol>
      {trackingNumber && (
        <p className="mt-3">
          {words.tracking}: <strong className="break-all">{trackingNumber}</strong>
        </p>
      )}
    </section>
  );
}
