import type { Fact, World } from '../world.ts';

/** Keeps the webhooks of a fact with the change that made it, and sends them once both are on the disk. */
export function announce(world: World, fact: Fact): void {
  const { dialect, id: intent } = fact.intent;
  for (const { id, type, body } of world.describe[dialect](world, fact)) {
    const createdAt = world.now().toISOString();
    const event = { id, dialect, type, intent, createdAt, body: JSON.stringify(body) };
    world.ledger.put('events', event);
    world.ledger.put('deliveries', { id, tries: 0, status: 'waiting' });
    world.send(event);
  }
}
