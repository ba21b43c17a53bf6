import { noSuch } from '../errors.ts';
import type { Attempt, Refund, Settlement } from '../ledger/rows.ts';
import type { World } from '../world.ts';
import { announce } from './announce.ts';
import { authorize, decline } from './end-attempt.ts';

type Outcome = Settlement['outcome'];

/** The settlement of something that comes to this after the gateway's usual time. */
export function dueAfter(world: World, outcome: Outcome): Settlement {
  return { at: new Date(world.now().getTime() + world.settleAfterMs).toISOString(), outcome };
}

/** Settles everything whose time has come. */
export function settleDue(world: World): void {
  const now = world.now().toISOString();
  for (const id of world.ledger.unsettled()) {
    const row = world.ledger.get('refunds', id) ?? world.ledger.get('attempts', id)!;
    if (row.settlement!.at <= now) world.ledger.write(() => settleRow(world, row));
  }
}

/** Settles at once what waits at this intent, attempt or refund; `outcome` overrules what its card would do. */
export function settleNow(world: World, id: string, outcome?: Outcome): void {
  const waiting = world.ledger
    .unsettled()
    .map((one) => world.ledger.get('refunds', one) ?? world.ledger.get('attempts', one)!)
    .filter((row) => row.id === id || row.intent === id);
  if (waiting.length === 0) throw noSuch('thing that waits to be settled', id);
  for (const row of waiting) settleRow(world, row, outcome);
}

function settleRow(world: World, row: Attempt | Refund, outcome = row.settlement!.outcome): void {
  if ('charge' in row) return settleRefund(world, row, outcome);
  if (outcome === 'fail') return void decline(world, { ...row, settlement: null }, 'card_declined');
  const intent = world.ledger.get('intents', row.intent)!;
  // Only Razorpay lets a second payment of a paid order be authorized (and leaves it uncaptured).
  if (intent.status === 'succeeded' && intent.dialect !== 'razorpay')
    world.ledger.put('attempts', { ...row, settlement: null });
  else authorize(world, row);
}

function settleRefund(world: World, before: Refund, outcome: Outcome): void {
  const status = outcome === 'succeed' ? 'succeeded' : 'failed';
  const refund = world.ledger.put('refunds', { ...before, status, settlement: null });
  const intent = world.ledger.get('intents', refund.intent)!;
  announce(world, { about: 'refund', what: status, intent, refund });
}
