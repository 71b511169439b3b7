-- dossiers: people are found by any part of their name. Words as `fold` of platform/vietnamese-text.ts writes them; what is kept already is
-- brought along by the job `bring-search-along` (dossiers/bring-search-along.ts) with the same function. `form` says by which form of the words.
create table dossier_search (
  dossier_id uuid primary key references dossier (id) on delete cascade,
  people text not null,
  places text not null,
  form smallint not null,
  words tsvector not null generated always as
    (setweight(to_tsvector('simple'::regconfig, people), 'A') || setweight(to_tsvector('simple'::regconfig, places), 'B')) stored
);
create index dossier_search_words on dossier_search using gin (words);
-- The day and the number of a code, as clerks say it: 261130-0029.
create index dossier_code_tail on dossier ((substring(code from '[0-9]{6}-[0-9]+$')));
