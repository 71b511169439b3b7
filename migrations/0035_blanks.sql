-- papers: what a template takes from the answers; State blanks (phôi), their calibration, the books that number results
alter table paper_template_version add column filled_from jsonb not null default '{}';   -- data key -> where it comes from

create or replace function keep_published_template() returns trigger language plpgsql as $$
begin
  if old.state = 'published' and (tg_op = 'DELETE' or (new.key, new.version, new.state, new.name, new.source, new.schema, new.example, new.signs, new.filled_from, new.effective_from)
     is distinct from (old.key, old.version, old.state, old.name, old.source, old.schema, old.example, old.signs, old.filled_from, old.effective_from)) then
    raise exception 'paper_template_version % is published and never changes', old.id;
  end if;
  if tg_op = 'DELETE' then return old; end if;
  return new;
end $$;

-- A lot of blanks received: one series, serials from first to last. They are taken in order, so that what is left is always [next, last].
create table blank_lot (
  id uuid primary key,
  organisation_id text not null,
  kind text not null check (kind in ('birth', 'marriage', 'land', 'driving-licence')),
  series text not null,
  first bigint not null check (first > 0),
  last bigint not null,
  digits int not null check (digits between 1 and 12),
  next bigint not null,
  received_on date not null,
  received_from text not null,
  document text not null,               -- the delivery note
  received_by text not null,
  received_at timestamptz(3) not null,
  check (last >= first),
  check (next between first and last + 1),
  exclude using gist (kind with =, series with =, int8range(first, last, '[]') with &&)
);
create index blank_lot_of on blank_lot (organisation_id, kind, received_at);

-- Every serial that was taken: used for a paper, or spoiled with its reason and minutes.
create table blank (
  kind text not null,
  series text not null,
  serial bigint not null,
  lot_id uuid not null references blank_lot,
  state text not null check (state in ('used', 'spoiled')),
  paper_id uuid references paper,
  subject text not null default '',     -- what it was used for, in words: code of the dossier
  reason text,
  minutes text,                         -- number and day of the minutes of the spoiled blank
  taken_at timestamptz(3) not null,
  taken_by text not null,
  changed_at timestamptz(3) not null,
  changed_by text not null,
  primary key (kind, series, serial),
  check (state <> 'spoiled' or (reason is not null and minutes is not null))
);
create index blank_of_lot on blank (lot_id, serial);
create index blank_paper on blank (paper_id);

-- How far a printer of an organisation prints beside the place, in millimetres.
create table printer_calibration (
  organisation_id text not null,
  printer text not null,
  kind text not null,
  x numeric(5, 2) not null check (x between -30 and 30),
  y numeric(5, 2) not null check (y between -30 and 30),
  changed_at timestamptz(3) not null,
  changed_by text not null,
  primary key (organisation_id, printer, kind)
);

-- Books (quyển số): one running number a year per organisation and kind; a new volume when one is full.
create table paper_book (
  organisation_id text not null,
  kind text not null,
  year int not null,
  volume int not null default 1,
  entries_in_volume int not null default 0,
  per_volume int not null default 200 check (per_volume > 0),
  last int not null default 0,
  primary key (organisation_id, kind, year)
);
create table paper_book_entry (
  organisation_id text not null,
  kind text not null,
  year int not null,
  number int not null,
  volume int not null,
  paper_id uuid references paper,
  subject text not null,
  entered_at timestamptz(3) not null,
  entered_by text not null,
  primary key (organisation_id, kind, year, number),
  foreign key (organisation_id, kind, year) references paper_book
);
