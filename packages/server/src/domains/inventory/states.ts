import { defineStates } from '../../platform/states.ts';

export type HoldStatus = 'live' | 'sold' | 'released';

/** A hold ends exactly once (STK-3). */
export const holdStates = defineStates<HoldStatus>('hold', {
  '': ['live'],
  live: ['sold', 'released'],
  sold: [],
  released: [],
});
