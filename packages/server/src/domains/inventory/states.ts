import { defineStates } from '../../platform/states.ts';

type HoldStatus = 'live' | 'sold' | 'released';

/** A hold ends exactly once (STK-3). */
defineStates<HoldStatus>('hold', {
  '': ['live'],
  live: ['sold', 'released'],
  sold: [],
  released: [],
});
