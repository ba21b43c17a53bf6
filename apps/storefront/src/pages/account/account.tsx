import { Link, Outlet, useNavigate, useRouterState } from '@tanstack/react-router';
import { useEffect } from 'react';
import { useMessages } from '../../messages/messages.tsx';
import { Button } from '../../parts/button.tsx';
import { Failure, Skeleton } from '../../parts/states.tsx';
import { toast } from '../../parts/toasts.tsx';
import { useTitle } from '../../parts/use-title.ts';
import { isLeavingForGood, useSessionFailure, useShopperSession } from '../../shop/shopper.tsx';

const SECTIONS = [
  ['/account/orders', 'orders'],
  ['/account/profile', 'profile'],
  ['/account/addresses', 'addresses'],
  ['/account/security', 'security'],
  ['/account/sessions', 'sessions'],
  ['/account/data', 'data'],
] as const;

/** The account, for who is signed in; everybody else is led to sign in first. */
export function Account() {
  const { account: words } = useMessages();
  const { user, known, session, signOut } = useShopperSession();
  const navigate = useNavigate();
  const path = useRouterState({ select: ({ location }) => location.pathname });
  const failure = useSessionFailure();
  useTitle(words.title);
  useEffect(() => {
    if (known && !user && !isLeavingForGood())
      void navigate({ to: '/sign-in', search: { to: path }, replace: true });
  }, [known, user, navigate, path]);
  if (failure) return <Failure level="h1" error={failure.error} onRetry={failure.retry} />;
  if (!user) {
    return (
      <div className="page pt-8" aria-busy="true">
        <Skeleton className="h-9 w-64" />
        <Skeleton className="mt-8 h-80" />
      </div>
    );
  }
  const leave = async () => {
    await navigate({ to: '/' });
    await signOut();
    toast(words.signedOut);
  };
  return (
    <div className="page pt-8">
      <div className="flex flex-wrap items-center justify-between gap-3">
        <h1 className="min-w-0 text-2xl break-words">{words.hello(user.name)}</h1>
        <Button look="plain" onClick={() => void leave()}>
          {words.signOut}
        </Button>
      </div>
      <div className="mt-6 grid grid-cols-1 gap-8 lg:grid-cols-[13rem_minmax(0,1fr)]">
        <nav aria-label={words.title} className="no-print">
          <ul className="-mx-1 flex flex-wrap gap-1 lg:flex-col">
            {SECTIONS.map(([to, name]) => (
              <li key={to}>
                <Link
                  to={to}
                  className="flex min-h-11 items-center rounded-sm px-3 text-sm hover:bg-sunken"
                  activeProps={{ className: 'bg-tint font-semibold text-accent-strong' }}
                >
                  {words.sections[name]}
                </Link>
              </li>
            ))}
          </ul>
        </nav>
        {/* Another user begins with nothing of the one before. */}
        <div key={session.epoch} className="min-w-0">
          <Outlet />
        </div>
      </div>
    </div>
  );
}
