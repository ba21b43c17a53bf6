export { followOrder } from './follow-order.ts';
export { insertCommissions } from './queries.ts';
export { catchUpCommissionsJob } from './catch-up.job.ts';
