-- papers, results: State blanks (phôi) that carry the result of a dossier, and the entry of its event in the book
set local lock_timeout = '5s';
alter table blank
  add column subject_kind text,
  add column subject_id text,
  add column copy int check (copy between 1 and 9),           -- which original: a marriage certificate has two
  add column printer text,
  add column returned_at timestamptz(3),                      -- its result was sent back: it is to be marked spoiled
  add column returned_reason text,
  add check ((subject_kind is null) = (subject_id is null) and (subject_id is null) = (copy is null)),
  add check (returned_at is null or returned_reason is not null);
create unique index blank_of_subject on blank (subject_kind, subject_id, copy) where state = 'used';
create index blank_of_subject_all on blank (subject_kind, subject_id);

-- The printer an account chose last for a kind of blank of a unit; null when it chose one without calibration.
create table blank_printer_choice (
  account_id text not null,
  organisation_id text not null,
  kind text not null,
  printer text,
  primary key (account_id, organisation_id, kind)
);

-- Vào sổ: the number an event has in the book of its series, before the paper of the result is signed and sealed.
create table dossier_book_entry (
  dossier_id uuid not null references dossier,
  result_key text not null,
  number int,                            -- none when it was written from a book of paper
  notation text not null,
  book text not null,                    -- quyển số in words; empty when it was written from a book of paper
  numbered_on date not null,
  entered_at timestamptz(3) not null,
  entered_by text not null,
  primary key (dossier_id, result_key)
);

-- Civil status counts 01/2026 in every book of a unit: what keeps a number from being given twice is the book (`paper_book_entry`).
drop index if exists paper_number_once;
