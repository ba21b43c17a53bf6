/**
 * The places at which a test may kill the process, in the order of the money path (PAY-7). Before and after every commit
 * and every call of a gateway.
 */
export const FAILPOINTS = [
  'payment.begin',
  'payment.begun',
  'payment.intent-asked',
  'payment.intent-made',
  'payment.intent-kept',
  'answer.kept',
  'webhook.genuine',
  'webhook.stored',
  'event.claimed',
  'settle.begin',
  'settle.asked',
  'settle.at-once',
  'settle.paid',
  'settle.commit',
  'settle.done',
  'event.worked',
  'cash.commit',
  'cash.done',
  'intent.cancel',
  'intent.canceled',
  'refund.claimed',
  'refund.sent',
  'refund.counted',
  'cancel.commit',
  'cancel.done',
  'status.commit',
  'status.done',
  'payback.commit',
  'payback.done',
  'holds.commit',
  'holds.released',
] as const;

export type Failpoint = (typeof FAILPOINTS)[number];

let armed: Failpoint | undefined;

/** Makes the process kill itself, as `kill -9` would, when it next comes to this place; undefined disarms. */
export function armFailpoint(name: Failpoint | undefined): void {
  armed = name;
}

/** One comparison where nothing is armed. */
export function failpoint(name: Failpoint): void {
  if (armed === name) process.kill(process.pid, 'SIGKILL');
}
