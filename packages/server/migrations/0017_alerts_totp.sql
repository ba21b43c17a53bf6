-- Alerts of the rules on security events (AUD-5), and sign-in codes by an authenticator app (AUTH-13).

create table alerts (
  id uuid primary key default new_id(),
  rule text not null,
  raised_at timestamptz not null,
  -- The events it counts: of these kinds, from here on.
  kinds text[] not null,
  since timestamptz not null,
  events int not null,
  addresses text[] not null,
  subjects uuid[] not null,
  webhook_next_at timestamptz,
  webhook_tries int not null default 0,
  webhook_sent_at timestamptz,
  webhook_error text
);
create index alerts_of_rule on alerts (rule, raised_at desc);
create index alerts_raised on alerts (raised_at desc, id desc);
create index alerts_to_send on alerts (webhook_next_at) where webhook_next_at is not null;
grant select, insert, update, delete on alerts to cartwright_system;

create table totp (
  shopper_id uuid primary key references users on delete cascade,
  -- Sealed with a key of the server's; the database alone tells no code.
  secret text not null,
  created_at timestamptz not null,
  confirmed_at timestamptz,
  -- The 30 seconds of the last code taken: each is good once, and none older than it.
  last_step bigint not null default 0,
  failures int not null default 0,
  locked_until timestamptz
);
select protect_personal_table('totp');
grant select, insert, update, delete on totp to cartwright_system;

create table totp_recovery_codes (
  shopper_id uuid not null references totp on delete cascade,
  hash bytea not null,
  used_at timestamptz,
  primary key (shopper_id, hash)
);
select protect_personal_table('totp_recovery_codes');
grant select, insert, update, delete on totp_recovery_codes to cartwright_system;
