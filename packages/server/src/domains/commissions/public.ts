export { followOrder } from './follow-order.ts';
export { catchUpCommissionsJob } from './catch-up.job.ts';
