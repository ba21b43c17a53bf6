import { sql } from '../../platform/db/sql.ts';

/** So much of something may be used within a time that begins with the first use. */
export interface Allowance {
  scope: string;
  /** What is counted, as a keyed hash. */
  key: Buffer;
  most: number;
  seconds: number;
}

/**
 * Counts one use of each and returns those that had one left; guarded in the statement, so that any number at once get
 * no more than there is. Always given in the same order: so nobody waits for a row whose holder waits for his.
 */
export const takeFromBudgets = (allowances: readonly Allowance[], now: Date) => sql<{ scope: string }>(
  'budget.take',
)`
  insert into budgets as b (scope, key, used, most, ends_at)
  select a.scope, decode(a.key, 'hex'), 1, a.most, ${now}::timestamptz + make_interval(secs => a.seconds)
    from unnest(${allowances.map(({ scope }) => scope)}::text[], ${allowances.map(({ key }) => key.toString('hex'))}::text[],
                ${allowances.map(({ most }) => most)}::int[], ${allowances.map(({ seconds }) => seconds)}::int[])
         with ordinality as a (scope, key, most, seconds, position)
   order by a.position
  on conflict (scope, key) do update
     set used = case when b.ends_at <= ${now} then 1 else b.used + 1 end,
         ends_at = case when b.ends_at <= ${now} then excluded.ends_at else b.ends_at end,
         most = excluded.most
   where b.ends_at <= ${now} or b.used < excluded.most
  returning scope`;

/** When the budgets that are used up begin anew. */
export const readSpentBudgets = (allowances: readonly Allowance[], now: Date) => sql<{
  scope: string;
  endsAt: Date;
}>('budget.spent')`
  select b.scope, b.ends_at from budgets b
   where (b.scope, b.key) in (
           select a.scope, decode(a.key, 'hex')
             from unnest(${allowances.map(({ scope }) => scope)}::text[], ${allowances.map(({ key }) => key.toString('hex'))}::text[]) as a (scope, key))
     and b.ends_at > ${now} and b.used >= b.most`;

/** Gives a budget back whole. */
export const restoreBudget = ({ scope, key }: Pick<Allowance, 'scope' | 'key'>) => sql('budget.restore')`
  delete from budgets where scope = ${scope} and key = ${key}`;

/** Budgets, codes and links whose time is over (L-23). */
export const purgeBudgets = (now: Date) => sql('budget.purge')`delete from budgets where ends_at < ${now}`;
