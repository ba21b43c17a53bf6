/** An account that SMS are sent with. */
export interface TwilioAccount {
  accountId: string;
  authToken: string;
  /** A number, a sender name, or a messaging service (MG…). */
  from: string;
  apiBase: string;
}

export interface Sms {
  to: string;
  body: string;
  /** So long it is worth delivering. */
  validSeconds: number;
}

/** Why an SMS did not go out. `forGood`: this one never will, whatever becomes of the service. */
export class SmsFailure extends Error {
  readonly forGood: boolean;

  constructor(message: string, forGood: boolean) {
    super(message);
    this.name = 'SmsFailure';
    this.forGood = forGood;
  }
}

const ANSWER_MS = 10_000;
const LONGEST_VALID_SECONDS = 36_000;
// What is wrong with our account or with the service, not with this message.
const NOT_ITS_FAULT = new Set([401, 403, 404, 408, 425, 429]);

/**
 * Sends one SMS through Twilio's Messages resource, or throws an SmsFailure after at most ten seconds. The service has no
 * idempotency keys: after a lost answer the same code may come twice, which harms nobody.
 */
export async function sendBySms(account: TwilioAccount, { to, body, validSeconds }: Sms): Promise<void> {
  const { accountId, authToken, from, apiBase } = account;
  const sender: [string, string] = from.startsWith('MG') ? ['MessagingServiceSid', from] : ['From', from];
  const form = new URLSearchParams([
    ['To', to],
    sender,
    ['Body', body],
    ['ValidityPeriod', String(Math.min(Math.max(1, validSeconds), LONGEST_VALID_SECONDS))],
  ]);
  const answer = await fetch(`${apiBase}/2010-04-01/Accounts/${accountId}/Messages.json`, {
    method: 'POST',
    headers: {
      authorization: `Basic ${Buffer.from(`${accountId}:${authToken}`).toString('base64')}`,
    },
    body: form,
    redirect: 'error',
    signal: AbortSignal.timeout(ANSWER_MS),
  }).catch((error: unknown) => {
    throw new SmsFailure(`no answer: ${(error as Error).name}`, false);
  });
  if (answer.ok) return void (await answer.body?.cancel());
  // Its text may repeat the number or the message: only the numbers of the failure are kept.
  const told = (await answer.json().catch(() => null)) as { code?: unknown } | null;
  const code = typeof told?.code === 'number' ? ` with code ${told.code}` : '';
  const forGood = answer.status >= 400 && answer.status < 500 && !NOT_ITS_FAULT.has(answer.status);
  throw new SmsFailure(`answered ${answer.status}${code}`, forGood);
}
