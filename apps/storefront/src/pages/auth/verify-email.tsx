import { CartwrightError } from '@cartwright/client';
import { Link, useRouterState } from '@tanstack/react-router';
import { useEffect, useRef, useState } from 'react';
import { useMessages } from '../../messages/messages.tsx';
import { buttonClass } from '../../parts/button.tsx';
import { Notice, sentenceOf } from '../../parts/states.tsx';
import { account } from '../../shop/account-routes.ts';
import { client } from '../../shop/client.ts';
import { AuthFrame } from './auth-frame.tsx';
import { useLinkToken } from './link-token.ts';

/** Confirms an address by the link of a mail: the first one, or the one it is changed to. */
export function VerifyEmail() {
  const messages = useMessages();
  const { auth: words, security } = messages;
  const changing = useRouterState({ select: ({ location }) => location.pathname === '/change-email' });
  const token = useLinkToken();
  const [outcome, setOutcome] = useState<'waiting' | 'done' | { problem: string }>('waiting');
  const sent = useRef(false);
  useEffect(() => {
    if (!token || sent.current) return;
    sent.current = true;
    const work = changing ? account.confirmEmailChange(token) : account.verifyEmail(token);
    work.then(
      () => {
        setOutcome('done');
        client.session.load().catch(() => {});
      },
      (error: unknown) => {
        setOutcome({
          problem: isBadLink(error) ? words.verifyFailed : sentenceOf(error, messages),
        });
      },
    );
  }, [token, changing, words, messages]);
  return (
    <AuthFrame title={changing ? security.email.changedTitle : words.verifyTitle}>
      {!token ? (
        <Notice tone="bad">{words.linkMissing}</Notice>
      ) : outcome === 'waiting' ? (
        <p role="status">{words.verifying}</p>
      ) : outcome === 'done' ? (
        <Notice tone="good">{changing ? security.email.changed : words.verified}</Notice>
      ) : (
        <Notice tone="bad">{outcome.problem}</Notice>
      )}
      <Link to="/" className={`mt-6 ${buttonClass('plain')}`}>
        {words.continue}
      </Link>
    </AuthFrame>
  );
}

function isBadLink(error: unknown): boolean {
  return error instanceof CartwrightError && error.code === 400;
}
