import type { LineFacts, LineRepair } from './queries-facts.ts';

export interface LineProblem {
  itemId: string;
  productId: string;
  variantId: string;
  title: string;
  problem:
    | 'gone'
    | 'unpublished'
    | 'not-sold-in-market'
    | 'out-of-stock'
    | 'reduced'
    | 'over-limit'
    | 'price-changed';
  /** What mends it. */
  repair: 'remove' | 'reduce' | 'reprice';
  /** Pieces of the line now, and after the repair. */
  quantity: number;
  repairedQuantity: number;
  available?: number;
  max?: number;
  /** `{old, new, percent, notable}` as JSON. */
  priceChange?: string;
}

export interface RepairPlan {
  problems: LineProblem[];
  repairs: LineRepair[];
}

/** Finds what is wrong with a cart's lines and what would mend it. Lines of one variant share its stock and limit, the older first. */
export function planRepairs(lines: readonly LineFacts[]): RepairPlan {
  const taken = new Map<string, number>();
  const plan: RepairPlan = { problems: [], repairs: [] };
  for (const line of lines) {
    const before = taken.get(line.variantId) ?? 0;
    const problems = problemsOf(line, before);
    const quantity = Math.min(line.quantity, ...problems.map((problem) => problem.repairedQuantity));
    taken.set(line.variantId, before + quantity);
    if (problems.length === 0) continue;
    plan.problems.push(...problems);
    plan.repairs.push({
      id: line.id,
      quantity,
      priceMinor: payable(line) === line.snapshotMinor ? null : payable(line),
    });
  }
  return plan;
}

/** What one piece costs the buyer: the lower of snapshot and today's price while the snapshot binds, else today's (CART-11). */
export function payable(line: Pick<LineFacts, 'currentMinor' | 'snapshotMinor' | 'young'>): bigint | null {
  const { currentMinor, snapshotMinor, young } = line;
  if (currentMinor === null || snapshotMinor === null || !young) return currentMinor;
  return snapshotMinor < currentMinor ? snapshotMinor : currentMinor;
}

function problemsOf(line: LineFacts, taken: number): LineProblem[] {
  const { id: itemId, productId, variantId, title, quantity } = line;
  const about = { itemId, productId, variantId, title, quantity };
  const remove = { ...about, repair: 'remove', repairedQuantity: 0 } as const;
  if (line.state !== 'offered') return [{ ...remove, problem: line.state }];
  if (line.currentMinor === null) return [{ ...remove, problem: 'not-sold-in-market' }];
  if (line.available <= 0) return [{ ...remove, problem: 'out-of-stock', available: 0 }];
  const problems: LineProblem[] = [];
  const lessTo = (most: number) => {
    const repairedQuantity = Math.max(0, most - taken);
    return { ...about, repair: repairedQuantity === 0 ? 'remove' : 'reduce', repairedQuantity } as const;
  };
  if (taken + quantity > line.available) {
    problems.push({ ...lessTo(line.available), problem: 'reduced', available: line.available });
  }
  if (taken + quantity > line.maxQuantity)
    problems.push({ ...lessTo(line.maxQuantity), problem: 'over-limit', max: line.maxQuantity });
  if (line.priceChange !== null) {
    problems.push({
      ...about,
      problem: 'price-changed',
      repair: 'reprice',
      repairedQuantity: quantity,
      priceChange: line.priceChange,
    });
  }
  return problems;
}
