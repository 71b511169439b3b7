-- platform: the body of a message that holds a secret is sealed until it is sent, fails or runs out; bodies go after some days
alter table outbox_message
  add column sealed bytea,
  add column secret_until timestamptz(3),
  add constraint outbox_message_secret check (sealed is null or secret_until is not null);
-- What was kept in clear: the words go, and a code on its way is asked for again.
update outbox_message
set body = '', secret_until = created_at, state = case when state = 'waiting' then 'failed' else state end,
  last_error = case when state = 'waiting' then 'mã đã hết hạn' else last_error end
where about in ('register', 'sign-in', 'reset', 'confirm-contact') or subject = 'Mã xác nhận';
-- accounts: codes of six digits are kept under the key of the house from now on; those on their way end
update one_time_code set used_at = created_at where used_at is null and purpose <> 'claim';
create index outbox_message_with_body on outbox_message (created_at) where body <> '';
create index outbox_message_sealed on outbox_message (secret_until) where sealed is not null;
