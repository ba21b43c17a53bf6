import { expect } from 'vitest';

const ROUNDS = 24;
/** How often the one may be slower than the other: by chance alone it is so in half of all pairs, give or take a twelfth. */
const OFTEN = 0.85;
/** And by how much, at the median: one password hash more makes it several times as slow. */
const MUCH = 1.6;

/**
 * Asserts that two kinds of request take as long (AUTH-10), by a rank test: they are sent by turns, so that whatever else the
 * machine does falls on both. It fails where one is slower both nearly always and by much.
 */
export async function expectSameTime(
  one: (round: number) => Promise<unknown>,
  other: (round: number) => Promise<unknown>,
): Promise<void> {
  const times: [number[], number[]] = [[], []];
  // The first of each opens connections and prepares statements.
  for (let round = -2; round < ROUNDS; round++) {
    const order = round % 2 ? [0, 1] : [1, 0];
    for (const which of order) {
      const began = performance.now();
      await (which === 0 ? one : other)(round);
      if (round >= 0) times[which]!.push(performance.now() - began);
    }
  }
  const [slower, ratio] = compare(...times);
  const told = `slower in ${Math.round(slower * 100)} of 100 pairs, ${ratio.toFixed(2)} times at the median`;
  expect(slower > OFTEN && ratio > MUCH, told).toBe(false);
  expect(slower < 1 - OFTEN && ratio < 1 / MUCH, told).toBe(false);
}

function compare(one: number[], other: number[]): [number, number] {
  const slower = one.flatMap((a) => other.map((b) => (a > b ? 1 : 0))).filter(Boolean).length;
  return [slower / (one.length * other.length), median(one) / median(other)];
}

function median(times: number[]): number {
  return times.toSorted((a, b) => a - b)[Math.floor(times.length / 2)]!;
}
