-- dossiers (hồ sơ): from the day it is sent to the day its result is handed over
create table dossier_number (
  unit_code text not null,
  on_day date not null,
  last int not null,
  primary key (unit_code, on_day)
);

create table dossier (
  id uuid primary key,
  code text unique,
  procedure_code text not null,
  procedure_version_id uuid not null references procedure_version,
  rule_set_id text not null,
  state text not null check (state in ('filed', 'completing', 'declined', 'transferred', 'withdrawn', 'accepted', 'processing', 'supplementing', 'paying', 'stopped', 'settled', 'returned')),
  channel text not null check (channel in ('online', 'counter', 'post')),
  filed_how text not null check (filed_how in ('alone', 'assisted', 'on-behalf')),
  receiving_id text not null,           -- organisation where it was filed
  desk_id text not null,                -- the desk or counter that received it
  handling_id text not null,            -- organisation competent to settle it
  -- owner of the dossier (chủ hồ sơ)
  owner_kind text not null check (owner_kind in ('person', 'household', 'enterprise', 'agency')),
  owner_name text not null,
  owner_search text not null,
  owner_birth text,
  owner_identity_paper text,
  owner_identity text,
  owner_tax_code text,
  owner_phone text,
  owner_email text,
  owner_address text,
  -- filer (người nộp)
  filer_account_id uuid,
  filer_name text not null,
  filer_identity text,
  filer_phone text,
  filer_email text,
  authorisation text,                   -- số, ngày of the written authorisation, or the relation that makes it needless
  answers jsonb not null,
  sets int not null default 1,
  return_by text not null default 'collect' check (return_by in ('collect', 'post', 'electronic')),
  return_address text,
  filed_at timestamptz(3) not null,
  answer_by timestamptz(3),             -- until when the desk answers
  accepted_at timestamptz(3),
  time_limit_key text,
  due_at timestamptz(3),
  decided_at timestamptz(3),
  outcome text check (outcome in ('grant', 'refuse', 'other')),
  settled_at timestamptz(3),            -- the result reached the desk
  timeliness text check (timeliness in ('early', 'on-time', 'late')),
  returned_at timestamptz(3),
  ended_at timestamptz(3),
  step_key text,
  step_name text,
  holder_id text,                       -- the unit that holds it now
  holder_words text,                    -- post and unit, without a person's name
  fee_state text not null default 'none' check (fee_state in ('none', 'due', 'paid', 'exempt')),
  fee_total int not null default 0,
  fee_receipt text,
  receipt_secret_hash bytea,            -- of the QR on the receipt
  transferred_from uuid,
  revision int not null default 1,
  last_seq int not null default 0,
  demonstration boolean not null default false
);
create index dossier_filer on dossier (filer_account_id, filed_at desc, id desc) where filer_account_id is not null;
create index dossier_receiving on dossier (receiving_id, filed_at desc, id desc);
create index dossier_handling on dossier (handling_id, filed_at desc, id desc);
create index dossier_desk_state on dossier (desk_id, state, filed_at, id);
create index dossier_open_due on dossier (handling_id, due_at) where ended_at is null and settled_at is null;
create index dossier_owner_identity on dossier (owner_identity) where owner_identity is not null;
create index dossier_owner_phone on dossier (owner_phone) where owner_phone is not null;
create index dossier_filer_phone on dossier (filer_phone) where filer_phone is not null;
create index dossier_owner_search on dossier (owner_search text_pattern_ops, filed_at desc);

-- The history: everything that happened to the dossier, in order; the clock is a pure function of it.
create table dossier_event (
  dossier_id uuid not null,
  seq int not null,
  kind text not null,
  at timestamptz(3) not null,
  actor_kind text not null check (actor_kind in ('citizen', 'official', 'system')),
  actor_id text,
  post_id text,
  organisation_id text,
  facts jsonb not null default '{}',
  primary key (dossier_id, seq)
);

-- Attachment: a paper of the dossier, with the question as worded that day.
create table attachment (
  id uuid primary key,
  dossier_id uuid not null,
  document_key text not null,
  document_name text not null,
  file_sha256 text not null references stored_file,
  file_name text not null,
  media_type text not null,
  size_bytes bigint not null,
  kind text not null default 'submitted' check (kind in ('submitted', 'completion', 'result', 'working')),
  added_at timestamptz(3) not null,
  added_by text
);
create index attachment_dossier on attachment (dossier_id, added_at, id);
create index attachment_file on attachment (file_sha256);

-- What the desk ticked for each required document.
create table document_check (
  dossier_id uuid not null,
  document_key text not null,
  verdict text not null check (verdict in ('there', 'missing', 'unusable', 'not-needed')),
  originals int,
  copies int,
  remark text,
  checked_at timestamptz(3) not null,
  checked_by text not null,
  primary key (dossier_id, document_key)
);

-- Asked once for completion: each item names field or document, clause and remedy.
create table completion_item (
  dossier_id uuid not null,
  round int not null,
  item int not null,
  target text not null check (target in ('document', 'field', 'other')),
  target_key text not null,
  words text not null,
  clause text not null,
  remedy text not null,
  supplied_at timestamptz(3),
  primary key (dossier_id, round, item)
);
