-- papers: volumes of the books are closed, entries have a note and are found by words
set local lock_timeout = '5s';

-- As `fold` of the program: without marks, lower case, đ as d, one space between words.
create function folded(words text) returns text immutable parallel safe language sql as $$
  select btrim(regexp_replace(lower(translate(regexp_replace(normalize(words, NFD), '[\u0300-\u036f]', '', 'g'), 'đĐ', 'dd')), '[^a-z0-9]+', ' ', 'g'))
$$;

alter table paper_book_entry
  add column note text not null default '',      -- ghi chú of the records clerk
  add column copies int check (copies > 0),      -- số lượng bản
  add column kept_by text not null default '',   -- đơn vị, người nhận bản lưu
  add column noted_at timestamptz(3),
  add column noted_by text,
  add column search text generated always as (folded(subject || ' ' || note)) stored;
create index paper_book_entry_volume on paper_book_entry (organisation_id, kind, year, volume, number);
create index paper_book_entry_time on paper_book_entry (organisation_id, kind, year, entered_at, number);
create index paper_book_entry_words on paper_book_entry using gin (array_to_tsvector(string_to_array(search, ' ')));

-- Khóa sổ: a volume that gets no more entries, with what was counted and who signed the closing line by hand.
create table paper_book_volume (
  organisation_id text not null,
  kind text not null,
  year int not null,
  volume int not null,
  first int not null,
  last int not null,
  pages int not null check (pages > 0),
  signed_by text not null,
  closed_at timestamptz(3) not null,
  closed_by text not null,
  primary key (organisation_id, kind, year, volume),
  foreign key (organisation_id, kind, year) references paper_book,
  check (last >= first)
);
