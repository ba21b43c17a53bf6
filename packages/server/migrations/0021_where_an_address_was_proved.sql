-- Whoever opens the link in a mail has the mail, not the account: a stranger may have signed up with that address. What guests
-- bought with it becomes the account's only where both are known to be one person (CHK-5).
alter table users add column email_verified_elsewhere boolean not null default false;
