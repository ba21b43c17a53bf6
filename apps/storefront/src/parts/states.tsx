import { CartwrightError } from '@cartwright/client';
import type { ReactNode } from 'react';
import { useMessages } from '../messages/messages.tsx';
import type { Messages } from '../messages/en.ts';
import { takesCookies } from '../shop/takes-cookies.ts';
import { Button } from './button.tsx';

/** A place with nothing in it, and the way on. */
export function Empty({
  title,
  text,
  level: Heading = 'h2',
  children,
}: {
  title: string;
  text?: string;
  /** `h1` where it is all there is on the page. */
  level?: 'h1' | 'h2';
  children?: ReactNode;
}) {
  return (
    <div className="mx-auto flex max-w-md flex-col items-center gap-3 py-14 text-center">
      <Heading className="text-2xl">{title}</Heading>
      {text && <p className="text-quiet">{text}</p>}
      {children && <div className="mt-3 flex flex-wrap justify-center gap-3">{children}</div>}
    </div>
  );
}

/** What went wrong and what to do about it. */
export function Failure({
  error,
  onRetry,
  level: Heading = 'h2',
}: {
  error: unknown;
  onRetry?: () => void;
  level?: 'h1' | 'h2';
}) {
  const messages = useMessages();
  const { failures } = messages;
  const id = error instanceof CartwrightError && error.code >= 500 ? error.requestId : null;
  return (
    <div role="alert" className="mx-auto flex max-w-md flex-col items-center gap-3 py-14 text-center">
      <Heading className="text-2xl">{failures.title}</Heading>
      <p className="text-quiet">{sentenceOf(error, messages)}</p>
      {id && <p className="text-xs text-quiet">{failures.number(id)}</p>}
      {onRetry && (
        <Button look="plain" onClick={onRetry} className="mt-3">
          {failures.retry}
        </Button>
      )}
    </div>
  );
}

/** A notice inside a page. */
export function Notice({ tone, children }: { tone: 'good' | 'bad' | 'warn'; children: ReactNode }) {
  const look = {
    good: 'bg-tint text-accent-strong',
    bad: 'bg-bad-tint text-bad',
    warn: 'bg-warn-tint text-warn',
  }[tone];
  return (
    <div role={tone === 'bad' ? 'alert' : 'status'} className={`rounded-md px-4 py-3 text-sm ${look}`}>
      {children}
    </div>
  );
}

/** A grey place that has the size of what will come. */
export function Skeleton({ className }: { className: string }) {
  return <div aria-hidden="true" className={`shimmer ${className}`} />;
}

/** The sentence for an error: the server's own where it has one, else ours. */
export function sentenceOf(error: unknown, { failures }: Messages): string {
  if (!(error instanceof CartwrightError)) return failures.network;
  // Without cookies nobody can be told from anybody else.
  if ([401, 403].includes(error.code) && !takesCookies()) return failures.cookies;
  if (error.code === 429) {
    const seconds = error.retryAfter ?? 60;
    return seconds > 90 ? failures.busyMinutes(Math.ceil(seconds / 60)) : failures.busy(seconds);
  }
  if (error.code >= 500 && error.retryAfter === null) return failures.server;
  return error.reason === 'UNREADABLE' ? failures.server : error.message;
}
