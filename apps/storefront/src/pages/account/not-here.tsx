import { CartwrightError } from '@cartwright/client';
import { useMessages } from '../../messages/messages.tsx';
import { Empty } from '../../parts/states.tsx';

/** Whether the server knows no such route: an older one, or one that does without. */
export function isNotHere(error: unknown): boolean {
  return error instanceof CartwrightError && error.reason === 'ROUTE_NOT_FOUND';
}

export function NotHere({ title }: { title: string }) {
  const { account } = useMessages();
  return <Empty title={title} text={account.notHere} />;
}
