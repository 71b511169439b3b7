-- papers: templates with dated versions, papers set with them
create table paper_template (
  key text primary key,                 -- tt-01-2018/01, quyet-dinh, khai-sinh …
  kind text not null check (kind in ('desk-form', 'declaration', 'document', 'result', 'blank', 'card', 'attestation', 'note')),
  created_at timestamptz(3) not null
);
create table paper_template_version (
  id uuid primary key,
  key text not null references paper_template,
  version int not null,
  state text not null check (state in ('draft', 'published')),
  name text not null,
  legal_basis text not null,
  verified boolean not null,            -- whether the layout was compared with the text of the law
  source text not null,                 -- Typst
  schema jsonb not null,                -- JSON Schema of the data
  example jsonb not null,
  signs jsonb not null,                 -- who signs in which place, in order
  effective_from date,
  effective_to date,
  revision int not null default 1,
  changed_by text not null,
  changed_at timestamptz(3) not null,
  published_at timestamptz(3),
  unique (key, version),
  check (state <> 'published' or (effective_from is not null and published_at is not null)),
  exclude using gist (key with =, daterange(effective_from, effective_to) with &&) where (state = 'published')
);
create unique index paper_template_draft on paper_template_version (key) where state = 'draft';

-- A published version never changes: a paper says which one it was set with. Only the day it ends may be set.
create function keep_published_template() returns trigger language plpgsql as $$
begin
  if old.state = 'published' and (tg_op = 'DELETE' or (new.key, new.version, new.state, new.name, new.source, new.schema, new.example, new.signs, new.effective_from)
     is distinct from (old.key, old.version, old.state, old.name, old.source, old.schema, old.example, old.signs, old.effective_from)) then
    raise exception 'paper_template_version % is published and never changes', old.id;
  end if;
  if tg_op = 'DELETE' then return old; end if;
  return new;
end $$;
create trigger paper_template_version_kept before update or delete on paper_template_version for each row execute function keep_published_template();

create table paper (
  id uuid primary key,
  code text not null unique,            -- in the QR; says nothing of the person
  template_version_id uuid not null references paper_template_version,
  organisation_id text not null,        -- who issues it
  subject_kind text not null,           -- dossier, document …
  subject_id text not null,
  title text not null,
  data jsonb not null,
  state text not null check (state in ('draft', 'set', 'signing', 'valid', 'replaced', 'withdrawn')),
  state_reason text,
  replaced_by uuid references paper,
  number int,
  notation text,
  numbered_on date,
  file_sha256 text not null references stored_file,
  pages int not null,
  places jsonb not null,                -- reserved places not yet filled and those filled: key, kind, page, rectangle in points
  set_at timestamptz(3) not null,
  set_by text not null,
  changed_at timestamptz(3) not null,
  revision int not null default 1,
  check (state <> 'replaced' or replaced_by is not null)
);
create index paper_subject on paper (subject_kind, subject_id, set_at);
create index paper_file on paper (file_sha256);

-- Every file a paper has been: as set, reserved, signed, sealed, timestamped.
create table paper_revision (
  paper_id uuid not null references paper,
  seq int not null,
  file_sha256 text not null references stored_file,
  what text not null,
  at timestamptz(3) not null,
  by_actor text not null,
  primary key (paper_id, seq)
);
