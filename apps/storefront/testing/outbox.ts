import { expect } from 'vitest';

/** What was sent to this address or number and holds this, the latest first; waits for it. */
export async function sentTo(shopUrl: string, recipient: string, holding: RegExp): Promise<string> {
  let found: RegExpExecArray | null = null;
  await expect
    .poll(async () => {
      const answer = await fetch(`${shopUrl}/dev/outbox.json`);
      const { messages } = (await answer.json()) as { messages: { recipient: string; body: string }[] };
      for (const { body } of messages.filter((one) => one.recipient === recipient))
        found ??= holding.exec(body);
      return found;
    })
    .not.toBeNull();
  return found![0];
}
