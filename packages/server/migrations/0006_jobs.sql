-- Runners of background jobs that are alive. A job held by any other is given back to the queue.
create table job_runners (
  id text primary key,
  seen_at timestamptz not null
);
grant select, insert, update, delete on job_runners to cartwright_system;
