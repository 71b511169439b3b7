-- slips: the papers of the desk for a dossier (giấy hẹn, phiếu), each with its number
create table slip_number (
  organisation_id text not null,
  series text not null,                 -- BPTNTKQ, PBS, PTC, PKS …
  year int not null,
  last int not null,
  primary key (organisation_id, series, year)
);
create table slip (
  dossier_id uuid not null references dossier,
  kind text not null check (kind in ('receipt', 'completion', 'decline', 'control', 'declaration')),
  occasion int not null,                -- the round of completion; 0 of all others
  number int,                           -- none on a declaration
  year int not null,
  issued_at timestamptz(3) not null,
  paper_id uuid references paper,
  data_hash text,                       -- of what the paper was set from: the same again is the same paper
  primary key (dossier_id, kind, occasion)
);

-- results: what the officer prepares as result of a dossier (dự thảo kết quả), from draft to sealed paper
create table dossier_result (
  id uuid primary key,
  dossier_id uuid not null references dossier,
  result_key text not null,             -- of the procedure's results
  outcome text not null check (outcome in ('grant', 'refuse')),
  template_key text,                    -- null: a scan signed as an electronic copy
  data jsonb not null,                  -- as the officer filled the form
  paper_id uuid not null references paper,
  state text not null check (state in ('draft', 'signed', 'sealed', 'complete', 'replaced')),
  prepared_at timestamptz(3) not null,
  prepared_by text not null,
  step_fault text,                      -- why the step did not follow the signature; null when nothing stands apart
  attachment_id uuid references attachment
);
create unique index dossier_result_current on dossier_result (dossier_id) where state <> 'replaced';
create unique index dossier_result_paper on dossier_result (paper_id);

-- A recorded approval of one file (ký nháy): who saw which bytes.
create table result_approval (
  result_id uuid not null references dossier_result,
  post_id text not null,
  file_sha256 text not null,
  by_actor text not null,
  by_name text not null,
  by_title text not null,
  at timestamptz(3) not null,
  primary key (result_id, post_id, file_sha256)
);
