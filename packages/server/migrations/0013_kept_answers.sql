-- A repeated request gets the validator of the first answer, too (API-14). The body is sealed by the server from now on.
alter table idempotency_keys add column etag text;
