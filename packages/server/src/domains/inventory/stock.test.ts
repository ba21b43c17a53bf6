import pg from 'pg';
import { afterAll, beforeAll, beforeEach, describe, expect, it } from 'vitest';
import { nobody } from '../../platform/db/database.ts';
import { createTestCatalog, type TestCatalog } from '../catalog/catalog.fixture.ts';
import { adjustStock, receiveStock } from './adjust-stock.ts';
import { checkLedger } from './check-ledger.ts';

describe('stock', () => {
  let catalog: TestCatalog;
  let variantId: string;
  let context: { now: Date; actor: string };
  beforeAll(async () => {
    catalog = await createTestCatalog();
    context = { now: catalog.now, actor: 'test' };
  });
  afterAll(() => catalog.close());

  beforeEach(async () => {
    const slug = await catalog.product({ variants: [{ stock: 0 }] });
    const { rows } = await catalog.database.admin.query<{ id: string }>(
      'select v.id from variants v join products p on p.id = v.product_id where p.slug = $1',
      [slug],
    );
    variantId = rows[0]!.id;
  });

  const system = () => catalog.database.system.as(nobody);
  const adjust = (change: number) => adjustStock(system(), { variantId, change, reason: 'count' }, context);
  const receive = (quantity: number) =>
    receiveStock(system(), { variantId, quantity, reason: 'delivery' }, context);
  const movement = (kind: string, onHand: number, reserved: number) =>
    catalog.database.admin.query(
      "insert into stock_movements (variant_id, kind, on_hand_change, reserved_change, actor, reason, at) values ($1, $2, $3, $4, 'test', 'test', now())",
      [variantId, kind, onHand, reserved],
    );

  it('[STK-4] is received and corrected through its ledger, which says who and why', async () => {
    expect(await receive(5)).toEqual({ onHand: 5, reserved: 0 });
    expect(await adjust(-2)).toEqual({ onHand: 3, reserved: 0 });
    const { rows } = await catalog.database.admin.query(
      'select kind, on_hand_change, actor, reason from stock_movements where variant_id = $1 order by id',
      [variantId],
    );
    expect(rows).toEqual([
      { kind: 'receive', on_hand_change: 5, actor: 'test', reason: 'delivery' },
      { kind: 'adjust', on_hand_change: -2, actor: 'test', reason: 'count' },
    ]);
    expect(await checkLedger(system())).toEqual([]);
  });

  it('[AUD-1] tells the audit log who changed it, what it was and what it is; a refused change tells nothing', async () => {
    const person = {
      id: '0190a0a0-0000-7000-8000-000000000001',
      role: 'admin',
      origin: { requestId: 'count-1', ip: '192.0.2.9', userAgent: 'browser' },
    };
    await receive(5);
    await adjustStock(system(), { variantId, change: -2, reason: 'count' }, { ...context, person });
    await expect(adjust(-9)).rejects.toMatchObject({ kind: { reason: 'INSUFFICIENT_STOCK' } });
    const { rows } = await catalog.database.admin.query(
      'select action, actor_id, actor_role, before, after, request_id, host(ip) as ip from audit_log where target_id = $1 order by written_by',
      [variantId],
    );
    expect(rows).toMatchObject([
      {
        action: 'stock.receive',
        actor_id: null,
        actor_role: 'system',
        before: { onHand: 0 },
        after: { onHand: 5, by: 'test', reason: 'delivery' },
      },
      {
        action: 'stock.adjust',
        actor_id: person.id,
        actor_role: 'admin',
        before: { onHand: 5 },
        after: { onHand: 3, by: 'test', reason: 'count' },
        request_id: 'count-1',
        ip: '192.0.2.9',
      },
    ]);
  });

  it('[STK-1] is refused below zero and below what is reserved', async () => {
    await receive(3);
    await movement('reserve', 0, 2);
    await expect(adjust(-2)).rejects.toMatchObject({
      kind: { status: 400, reason: 'INSUFFICIENT_STOCK' },
      details: { available: 1, requested: 2 },
    });
    expect(await adjust(-1)).toEqual({ onHand: 2, reserved: 2 });
    await expect(receive(2_147_483_647)).rejects.toMatchObject({ kind: { reason: 'INSUFFICIENT_STOCK' } });
  });

  it('[STK-1] is refused below zero by the database itself, however the SQL is written', async () => {
    await receive(1);
    await expect(movement('sell', -2, 0)).rejects.toMatchObject({ constraint: 'stock_never_negative' });
    await expect(movement('reserve', 0, 2)).rejects.toMatchObject({
      constraint: 'stock_reserved_within_on_hand',
    });
    const update = catalog.database.admin.query(
      'update stock_levels set on_hand = -1 where variant_id = $1',
      [variantId],
    );
    await expect(update).rejects.toMatchObject({ constraint: 'stock_never_negative' });
  });

  it('[STK-4] cannot be written or forgotten by the role that serves customers', async () => {
    const shop = new pg.Client({ connectionString: catalog.database.shopUrl });
    await shop.connect();
    for (const statement of [
      'update stock_levels set on_hand = 100',
      'delete from stock_movements',
      'update stock_movements set on_hand_change = 0',
      'insert into catalog_version default values',
    ]) {
      await expect(shop.query(statement)).rejects.toMatchObject({ code: '42501' });
    }
    await shop.end();
  });

  it('[STK-1] sells exactly what there is to 100 at once, and the ledger agrees', async () => {
    await receive(40);
    const outcomes = await Promise.allSettled(Array.from({ length: 100 }, () => adjust(-1)));
    expect(outcomes.filter(({ status }) => status === 'fulfilled')).toHaveLength(40);
    for (const outcome of outcomes) {
      if (outcome.status === 'rejected')
        expect(outcome.reason).toMatchObject({ kind: { reason: 'INSUFFICIENT_STOCK' } });
    }
    const { rows } = await catalog.database.admin.query(
      'select on_hand, (select sum(on_hand_change)::int from stock_movements m where m.variant_id = l.variant_id) as ledger from stock_levels l where variant_id = $1',
      [variantId],
    );
    expect(rows).toEqual([{ on_hand: 0, ledger: 0 }]);
    expect(await checkLedger(system())).toEqual([]);
  });

  it('[STK-1] counts the first deliveries of a new variant, however many come at once', async () => {
    await Promise.all(Array.from({ length: 30 }, () => receive(2)));
    expect(await adjust(-60)).toEqual({ onHand: 0, reserved: 0 });
  });

  it('[STK-4] that has parted from its ledger is found [L-3]', async () => {
    await receive(4);
    await catalog.database.admin.query('update stock_levels set on_hand = 5 where variant_id = $1', [
      variantId,
    ]);
    expect(await checkLedger(system())).toMatchObject([{ variantId, onHand: 5, ledgerOnHand: 4 }]);
    await catalog.database.admin.query('update stock_levels set on_hand = 4 where variant_id = $1', [
      variantId,
    ]);
  });

  it('of an unknown variant is refused', async () => {
    const unknown = { variantId: '0190163d-8694-739b-aea5-966c26f8ad91', change: 1, reason: 'count' };
    await expect(adjustStock(system(), unknown, context)).rejects.toMatchObject({
      kind: { reason: 'VARIANT_NOT_FOUND' },
    });
  });
});
