import { lockOtherCheckouts, supersedeCheckouts } from './queries.ts';

/**
 * The statements that give up a shopper's other checkouts under payment, to be sent together: locked first and judged then,
 * because a statement that waits for a lock goes on with what it had read before. The rows of the last are those given up.
 */
export function giveUpCheckouts(input: { shopperId: string; keep: string; now: Date }) {
  return [lockOtherCheckouts(input), supersedeCheckouts(input)] as const;
}
