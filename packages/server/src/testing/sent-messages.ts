import type { TestApp } from './test-app.ts';

interface SentMessage {
  kind: string;
  locale: string;
  subject: string;
  body: string;
}

/** What lies in the outbox for a recipient, oldest first. */
export async function messagesTo({ database }: TestApp, recipient: string): Promise<SentMessage[]> {
  const { rows } = await database.admin.query<SentMessage>(
    'select kind, locale, subject, body from outbox where recipient = $1 order by created_at, id',
    [recipient],
  );
  return rows;
}

/** The token of the last link of a kind that was mailed to somebody. */
export async function mailedToken(shop: TestApp, recipient: string, kind: string): Promise<string> {
  const mail = (await messagesTo(shop, recipient)).findLast((message) => message.kind === kind);
  const token = /#token=([\w-]{43})/.exec(mail?.body ?? '')?.[1];
  if (!token) throw new Error(`no ${kind} mail with a link to ${recipient}`);
  return token;
}

/** The last code that was sent to a number. */
export async function sentCode(shop: TestApp, phone: string): Promise<string> {
  const code = /\d{6}/.exec((await messagesTo(shop, phone)).at(-1)?.body ?? '')?.[0];
  if (!code) throw new Error(`no code to ${phone}`);
  return code;
}
