-- Phones beside emails, links by mail, codes by SMS, and what limits all of them.

-- Who signs in with a code has no email until he gives one. A phone is kept only once it is proved to be his.
alter table users alter column email drop not null;
alter table users add column phone text constraint users_phone_taken unique check (phone ~ '^\+[1-9][0-9]{5,14}$');
alter table users add column phone_verified_at timestamptz;
alter table users add constraint users_phone_verified check ((phone is null) = (phone_verified_at is null));
alter table users add constraint users_reachable check (email is not null or phone is not null);

-- Links sent by mail, as SHA-256 of their token. Used once: using one removes it.
create table mail_tokens (
  shopper_id uuid not null references users on delete cascade,
  hash bytea not null constraint mail_tokens_hash unique,
  purpose text not null check (purpose in ('verify_email', 'change_email', 'reset_password')),
  -- The address it was sent to: it proves nothing about any other.
  email text not null check (length(email) <= 254),
  created_at timestamptz not null,
  expires_at timestamptz not null,
  primary key (shopper_id, hash)
);
select protect_personal_table('mail_tokens');
create index mail_tokens_expires_at on mail_tokens (expires_at);
grant select, insert, delete on mail_tokens to cartwright_system;

-- The code last sent to a number for one use. Slot and hash are keyed: without the server's secret neither tells a number or a code.
create table phone_codes (
  slot bytea primary key,
  code_hash bytea not null,
  expires_at timestamptz not null
);
create index phone_codes_expires_at on phone_codes (expires_at);
grant select, insert, update, delete on phone_codes to cartwright_system;

-- How much of something was used within its time: tries of a phone's codes, messages to a number. Keys are keyed hashes.
create table budgets (
  scope text not null,
  key bytea not null,
  used int not null,
  most int not null,
  ends_at timestamptz not null,
  primary key (scope, key)
);
create index budgets_ends_at on budgets (ends_at);
grant select, insert, update, delete on budgets to cartwright_system;

-- Until when the link or code in a message is worth anything; afterwards it is neither sent nor kept.
alter table outbox add column secret_until timestamptz;
