/** A small seeded generator, so that every run draws the same dots in the same places. */
export function createRandom(seedText) {
  let state = 2166136261;
  for (const char of seedText) {
    state = Math.imul(state ^ char.codePointAt(0), 16777619) >>> 0;
  }
  return function next(low = 0, high = 1) {
    state = (state + 0x6d2b79f5) >>> 0;
    let mixed = Math.imul(state ^ (state >>> 15), state | 1);
    mixed ^= mixed + Math.imul(mixed ^ (mixed >>> 7), mixed | 61);
    return low + (((mixed ^ (mixed >>> 14)) >>> 0) / 4294967296) * (high - low);
  };
}
