import { useMessages } from '../messages/messages.tsx';
import { Button } from './button.tsx';

/** What is shown where a page itself fails, such as one whose code could not be fetched after a new version came out. */
export function Broken({ error }: { error: unknown }) {
  const { failures } = useMessages();
  const fetching = error instanceof TypeError && /import|module|fetch/i.test(error.message);
  return (
    <div role="alert" className="page grid justify-items-center gap-4 py-24 text-center">
      <h1 className="text-2xl">{failures.title}</h1>
      <p className="max-w-md text-quiet">{fetching ? failures.network : failures.server}</p>
      <Button onClick={() => location.reload()}>{failures.reload}</Button>
    </div>
  );
}
