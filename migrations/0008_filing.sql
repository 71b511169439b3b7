-- filing: drafts, their attachments
create table draft (
  id uuid primary key,
  account_id uuid,                      -- the citizen's
  official_account_id uuid,             -- keyed at a desk for the person present
  desk_id text,
  procedure_code text not null,
  procedure_version_id uuid not null references procedure_version,
  answers jsonb not null default '{}',
  receiving_id text,
  return_by text not null default 'collect',
  return_address text,
  filed_how text not null default 'alone' check (filed_how in ('alone', 'assisted', 'on-behalf')),
  authorisation text,
  done_sections text[] not null default '{}',
  version int not null default 1,       -- two devices cannot overwrite each other
  created_at timestamptz(3) not null,
  saved_at timestamptz(3) not null,
  expires_at timestamptz(3) not null,
  sent_dossier_id uuid,
  check (account_id is not null or official_account_id is not null)
);
create index draft_account on draft (account_id, saved_at desc) where sent_dossier_id is null;
create index draft_official on draft (official_account_id, saved_at desc) where sent_dossier_id is null;
create index draft_expires on draft (expires_at) where sent_dossier_id is null;

create table draft_attachment (
  id uuid primary key,
  draft_id uuid not null references draft on delete cascade,
  document_key text not null,
  file_sha256 text not null references stored_file,
  file_name text not null,
  media_type text not null,
  size_bytes bigint not null,
  added_at timestamptz(3) not null
);
create index draft_attachment_draft on draft_attachment (draft_id, added_at);
