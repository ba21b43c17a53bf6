import { sql } from '../db/sql.ts';

/** Says that a runner is alive. Machines' clocks differ, so it is the database's that counts. */
export const beat = (runnerId: string) => sql('jobs.beat')`
  insert into job_runners (id, seen_at) values (${runnerId}, now())
  on conflict (id) do update set seen_at = excluded.seen_at`;

/** Gives back the jobs of runners not seen for so long, and forgets those runners. */
export const freeJobsOfDead = (silentSeconds: number) => sql('jobs.free_dead')`
  with dead as (
    select distinct j.locked_by as id from graphile_worker._private_jobs j
      left join job_runners r on r.id = j.locked_by
     where j.locked_by is not null and j.locked_at < now() - make_interval(secs => ${silentSeconds}::float8)
       and (r.id is null or r.seen_at < now() - make_interval(secs => ${silentSeconds}::float8))
  ), forgotten as (
    delete from job_runners where seen_at < now() - make_interval(secs => 10 * ${silentSeconds}::float8)
  )
  select graphile_worker.force_unlock_workers((select coalesce(array_agg(id), '{}') from dead))`;

/** Gives back the jobs that one runner still holds. */
export const freeJobsOf = (runnerId: string) => sql('jobs.free')`
  with gone as (delete from job_runners where id = ${runnerId})
  select graphile_worker.force_unlock_workers(array[${runnerId}::text])`;

/** Gives back every job, where no other runner can be. */
export const freeAllJobs = () => sql('jobs.free_all')`
  with gone as (delete from job_runners)
  select graphile_worker.force_unlock_workers((select coalesce(array_agg(distinct locked_by), '{}') from graphile_worker._private_jobs where locked_by is not null))`;
