-- signing: a time in which an authority (timestamp, state of certificates) did not answer; whoever waits is told once of it
create table signing_outage (
  id uuid primary key,
  began_at timestamptz(3) not null,
  ended_at timestamptz(3),
  last_error text not null
);
create unique index signing_outage_open on signing_outage ((true)) where ended_at is null;
create table signing_outage_told (
  outage_id uuid not null references signing_outage,
  account_id uuid not null references account,
  told_at timestamptz(3) not null,
  primary key (outage_id, account_id)
);
