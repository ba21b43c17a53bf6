-- Accounts that wait for their address to be confirmed, in shops that make none before (accounts.signUp: confirm). The row
-- is found by the hash of the link's token and goes when it is used or too old.
create table pending_sign_ups (
  hash bytea primary key,
  email text not null check (length(email) <= 254),
  name text not null check (length(name) <= 200),
  password_hash text not null,
  market text,
  locale text,
  created_at timestamptz not null,
  expires_at timestamptz not null
);
create index pending_sign_ups_email on pending_sign_ups (email);
create index pending_sign_ups_expires_at on pending_sign_ups (expires_at);
grant select, insert, delete on pending_sign_ups to cartwright_system;
