-- signing: electronic copies signed by an organisation (sao y, sao lục, trích sao bằng bản điện tử), each with its public code
create table signed_copy (
  id uuid primary key,
  code text not null unique check (code ~ '^[A-HJ-NP-Z2-9]{12}$'),
  organisation_id text not null,        -- whose copy it is
  form text not null check (form in ('sao-y', 'sao-luc', 'trich-sao')),
  subject_kind text not null check (subject_kind in ('dossier', 'paper')),
  subject_id uuid not null,
  title text not null check (length(title) between 1 and 300),   -- what was copied; never shown to everybody
  subject_words text not null,          -- how people name the subject: code of the dossier, number of the paper
  source_sha256 text not null,          -- the scan, or the file of the electronic paper
  file_sha256 text not null,            -- the signed copy
  pages int not null check (pages > 0),
  number int,                           -- only where the installation numbers electronic copies
  notation text,
  numbered_on date,
  certificate_id uuid not null,
  signed_at timestamptz(3) not null,
  signed_by text not null,
  signed_by_name text not null,
  state text not null check (state in ('valid', 'withdrawn')),
  state_reason text,
  state_at timestamptz(3) not null,
  state_by text not null,
  check ((state = 'withdrawn') = (state_reason is not null)),
  check ((number is null) = (notation is null) and (number is null) = (numbered_on is null))
);
create unique index signed_copy_file on signed_copy (file_sha256);
-- Two clerks at once make one copy of a file, not two.
create unique index signed_copy_once on signed_copy (organisation_id, source_sha256, form) where state = 'valid';
create unique index signed_copy_number_once on signed_copy (organisation_id, notation, (extract(year from numbered_on))) where notation is not null;
create index signed_copy_of on signed_copy (organisation_id, signed_at, id);
create index signed_copy_subject on signed_copy (subject_kind, subject_id);

-- results: a result on paper as it was scanned, kept until the records clerk signs it as a copy
create table result_scan (
  id uuid primary key,
  dossier_id uuid not null references dossier,
  pictures jsonb not null,              -- [{sha256, name}] in the order of the pages; empty where a PDF was uploaded
  file_sha256 text not null,            -- the PDF that is signed
  file_name text not null,
  size_bytes bigint not null,
  pages int not null check (pages > 0),
  dpi int,                              -- of its coarsest page; null where no page is a picture
  state text not null check (state in ('waiting', 'signed', 'removed')),
  added_at timestamptz(3) not null,
  added_by text not null,
  added_by_name text not null,
  changed_at timestamptz(3) not null,
  copy_id uuid references signed_copy,
  check ((state = 'signed') = (copy_id is not null))
);
create unique index result_scan_waiting on result_scan (dossier_id) where state = 'waiting';
create index result_scan_dossier on result_scan (dossier_id, added_at);
