-- signing: signatures prepared here whose value comes from a token at the signer's machine; pictures kept by dates
create table agent_preparation (
  id uuid primary key,
  paper_id uuid not null references paper,
  field text not null,
  paper_revision int not null,          -- of the paper when it was prepared: another one makes it stale
  certificate_id uuid not null,
  tail bytea not null,                  -- what is appended to the paper's file, with room for the signature
  contents_at int not null,             -- where the digits of /Contents start in it
  room int not null,
  message_digest bytea not null,
  notation text,                        -- the number foreseen; given only when the signature is there
  prepared_by text not null,
  prepared_at timestamptz(3) not null
);
create index agent_preparation_time on agent_preparation (prepared_at);

alter table signing_picture drop constraint signing_picture_pkey;
alter table signing_picture add column id uuid not null default gen_random_uuid() primary key;
alter table signing_picture alter column id drop default;
alter table signing_picture add column valid_to timestamptz(3);  -- removed or replaced then
alter table signing_picture rename column changed_at to valid_from;
alter table signing_picture rename column changed_by to kept_by;
create unique index signing_picture_in_use on signing_picture (owner_kind, owner_id) where valid_to is null;
create index signing_picture_owner on signing_picture (owner_kind, owner_id, valid_from);
