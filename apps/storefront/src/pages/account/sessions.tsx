import { useQuery, useQueryClient } from '@tanstack/react-query';
import { useNavigate } from '@tanstack/react-router';
import { useState } from 'react';
import { useFormat } from '../../format/use-format.ts';
import { useMessages } from '../../messages/messages.tsx';
import { Button } from '../../parts/button.tsx';
import { Modal } from '../../parts/modal.tsx';
import { Failure, sentenceOf, Skeleton } from '../../parts/states.tsx';
import { toast } from '../../parts/toasts.tsx';
import { account, type DeviceSession } from '../../shop/account-routes.ts';
import { useShopperSession } from '../../shop/shopper.tsx';
import { NotHere, isNotHere } from './not-here.tsx';

/** Where the owner is signed in, and the way to end it. */
export function Sessions() {
  const { account: words } = useMessages();
  const { sessions: own } = words;
  const { session, signOut } = useShopperSession();
  const navigate = useNavigate();
  const [asking, setAsking] = useState(false);
  const { data, error, refetch } = useQuery({
    queryKey: ['mine', session.ownerId, 'sessions'],
    queryFn: ({ signal }) => account.sessions(signal),
  });
  if (isNotHere(error)) return <NotHere title={words.sections.sessions} />;
  if (error && !data) return <Failure error={error} onRetry={() => void refetch()} />;
  if (!data) return <Skeleton className="h-60" />;
  const everywhere = async () => {
    setAsking(false);
    await navigate({ to: '/' });
    await signOut({ everywhere: true });
    toast(words.signedOut);
  };
  return (
    <section aria-labelledby="sessions" className="max-w-2xl">
      <h2 id="sessions" className="text-xl">
        {words.sections.sessions}
      </h2>
      <p className="mt-1 mb-4 text-quiet">{own.text}</p>
      <ul className="divide-y divide-line border-y border-line">
        {data.map((one) => (
          <li key={one.id} className="flex flex-wrap items-center justify-between gap-3 py-3">
            <Device session={one} />
          </li>
        ))}
      </ul>
      <Button look="bad" className="mt-6" onClick={() => setAsking(true)}>
        {own.endAll}
      </Button>
      <Modal
        open={asking}
        onClose={() => setAsking(false)}
        title={own.endAll}
        footer={
          <Button look="bad" onClick={() => void everywhere()}>
            {own.endAll}
          </Button>
        }
      >
        <p>{own.endAllConfirm}</p>
      </Modal>
    </section>
  );
}

function Device({ session }: { session: DeviceSession }) {
  const messages = useMessages();
  const { sessions: own } = messages.account;
  const { dateTime } = useFormat();
  const queries = useQueryClient();
  const name = session.device || own.unknown;
  const end = async () => {
    try {
      await account.endSession(session.id);
      toast(own.ended);
    } catch (error) {
      toast(sentenceOf(error, messages), { bad: true });
    }
    await queries.invalidateQueries({ queryKey: ['mine'] });
  };
  return (
    <>
      <div className="min-w-0">
        <p className="font-semibold">
          {name} {session.current && <span className="text-sm font-normal text-accent">· {own.current}</span>}
        </p>
        <p className="text-sm text-quiet">
          {[session.ip, own.lastSeen(dateTime(session.lastSeenAt))].filter(Boolean).join(' · ')}
        </p>
      </div>
      {!session.current && (
        <Button look="plain" aria-label={own.endOf(name)} onClick={() => void end()}>
          {own.end}
        </Button>
      )}
    </>
  );
}
