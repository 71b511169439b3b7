-- accounts: what was typed into a page when the session had run out, sealed, until its author is back
create table parked_form (
  id uuid primary key,
  account_id uuid not null references account,
  path text not null,
  sealed bytea not null,
  created_at timestamptz(3) not null,
  expires_at timestamptz(3) not null
);
create index parked_form_expires on parked_form (expires_at);
