-- results: batches of cards (lô in thẻ) for the card printer, and every card of them with the serial of its blank
create table card_batch (
  id uuid primary key,
  organisation_id text not null,
  year int not null,
  number int not null,                  -- of the organisation's batches of the year, without gaps
  template_key text not null,           -- cards of one kind
  blank_kind text not null check (blank_kind in ('birth', 'marriage', 'land', 'driving-licence')),
  fields jsonb not null,                -- columns of the file for the printer, in order
  sha256 text not null check (sha256 ~ '^[0-9a-f]{64}$'),
  cards int not null check (cards > 0),
  state text not null check (state in ('made', 'printed', 'delivered')),
  made_at timestamptz(3) not null,
  made_by text not null,
  made_by_name text not null,
  printed_at timestamptz(3),
  delivered_at timestamptz(3),
  delivered_by text,
  delivered_to text,                    -- who took the cards over, in words
  revision int not null default 1,
  unique (organisation_id, year, number),
  check (state = 'made' or printed_at is not null),
  check (state <> 'delivered' or (delivered_at is not null and delivered_to is not null))
);
create index card_batch_of on card_batch (organisation_id, made_at desc, id desc);

create table card (
  batch_id uuid not null references card_batch,
  position int not null check (position > 0),
  result_id uuid not null references dossier_result,
  dossier_id uuid not null references dossier,
  blank_kind text not null,
  series text not null,
  serial bigint not null,
  serial_words text not null,           -- as printed on the blank: AB 000123
  data jsonb not null,                  -- what is printed, as it stood when the batch was made
  state text not null check (state in ('made', 'printed', 'spoiled')),
  reason text,
  minutes text,                         -- number and day of the minutes of the spoiled card
  changed_at timestamptz(3) not null,
  changed_by text not null,
  primary key (batch_id, position),
  unique (blank_kind, series, serial),
  foreign key (blank_kind, series, serial) references blank,
  check (state <> 'spoiled' or (reason is not null and minutes is not null))
);
-- A result has one card at a time: a spoiled one makes room for the next.
create unique index card_of_result on card (result_id) where state <> 'spoiled';
create index card_of_dossier on card (dossier_id);
