-- accounts: a token takes steps that decide or number only after the holder of its post has confirmed it, and while the holder holds the post
alter table api_token
  add column confirmed_by uuid references account,
  add column confirmed_at timestamptz(3),
  add constraint api_token_confirmed check ((confirmed_by is null) = (confirmed_at is null));
