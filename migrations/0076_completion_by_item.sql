-- dossiers: what the filer supplies is kept item by item until it is sent as a whole; an item tells how it was supplied
alter table completion_item
  add column supplied_by text check (supplied_by in ('file', 'answer', 'words', 'desk')),
  add column answer_before jsonb,
  add column answer_after jsonb;

create table completion_supply (
  dossier_id uuid not null references dossier,
  round integer not null,
  -- Answers by the path of their question, words of items that ask neither a paper nor an answer by their number.
  answers jsonb not null default '{}',
  item_words jsonb not null default '{}',
  note text not null default '',
  saved_at timestamptz(3) not null,
  primary key (dossier_id, round)
);

create table completion_file (
  id uuid primary key,
  dossier_id uuid not null,
  round integer not null,
  item integer not null,
  file_sha256 text not null references file_look,
  file_name text not null,
  media_type text not null,
  size_bytes bigint not null,
  pages integer,
  added_at timestamptz(3) not null,
  foreign key (dossier_id, round, item) references completion_item (dossier_id, round, item)
);
create index completion_file_by_dossier on completion_file (dossier_id);
