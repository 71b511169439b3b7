-- notices: what a person finds in the page; e-mail and text messages go through platform's outbox
create table notice (
  id uuid primary key,
  account_id uuid not null references account,
  kind text not null,
  title text not null,
  body text not null,
  href text,
  created_at timestamptz(3) not null,
  read_at timestamptz(3)
);
create index notice_account on notice (account_id, created_at desc, id desc);
create index notice_unread on notice (account_id) where read_at is null;
