export { adjustStock, receiveStock } from './adjust-stock.ts';
export { checkLedger } from './check-ledger.ts';
export { inventoryErrors } from './errors.ts';
export type { Balance, Imbalance } from './queries.ts';
