-- signing: keys' custody, requests for signatures, number series, what is still to be added to signatures
create table signing_key (
  id uuid primary key,
  certificate_id uuid not null unique,  -- of the register of certificates
  kind text not null check (kind in ('software', 'pkcs11', 'csc', 'agent')),
  sealed bytea,                         -- PKCS#8 under PIN and server secret; only of a software key
  salt bytea,
  tries int not null default 0,         -- wrong PINs since the last right one
  locked_at timestamptz(3),
  facts jsonb not null,                -- where the key is: slot and label, address and credential
  created_at timestamptz(3) not null,
  check ((kind = 'software') = (sealed is not null and salt is not null)),
  check (tries between 0 and 3),
  check (tries < 3 or locked_at is not null)
);

-- Pictures of signatures (blue) and seals (red) as uploaded; where there is none, the demonstration draws one.
create table signing_picture (
  owner_kind text not null check (owner_kind in ('person', 'organisation')),
  owner_id text not null,               -- account or organisation
  media_type text not null check (media_type in ('image/png', 'image/svg+xml')),
  bytes bytea not null check (octet_length(bytes) <= 524288),
  changed_at timestamptz(3) not null,
  changed_by text not null,
  primary key (owner_kind, owner_id)
);

-- Numbers of issued papers: one row a series; its lock is what makes them gap-free.
create table number_series (
  organisation_id text not null,
  kind text not null,                   -- QĐ, GP, PBS, PTC …
  year int not null,
  last int not null check (last > 0),
  primary key (organisation_id, kind, year)
);
create unique index paper_number_once on paper (organisation_id, notation, (extract(year from numbered_on))) where notation is not null;

-- Who should sign which place of a paper, or seal it.
create table signature_request (
  id uuid primary key,
  paper_id uuid not null references paper,
  field text not null,
  act text not null check (act in ('sign', 'seal')),
  post_id text,                         -- this post, or
  queue text,                           -- whoever serves this queue
  series text,                          -- of a seal: the type of document for its number; null for none
  symbol text,                          -- of a seal: what stands after the number, QĐ-UBND
  due_at timestamptz(3),
  state text not null check (state in ('waiting', 'done', 'withdrawn')),
  asked_by text not null,
  asked_at timestamptz(3) not null,
  done_by text,
  done_at timestamptz(3),
  last_failure text,                    -- code of the refusal when it was tried last
  unique (paper_id, field),
  check (post_id is not null or queue is not null),
  check ((state = 'done') = (done_at is not null))
);
create index signature_request_post on signature_request (post_id, asked_at) where state = 'waiting';
create index signature_request_queue on signature_request (queue, asked_at) where state = 'waiting';

-- A signature and what is still to be added to it: timestamp, revocation data.
create table signature_job (
  id uuid primary key,
  paper_id uuid not null references paper,
  field text not null,
  state text not null check (state in ('waiting', 'complete')),
  level text not null check (level in ('B-B', 'B-T', 'B-LT', 'B-LTA')),
  signed_at timestamptz(3) not null,
  signed_by text not null,
  tries int not null default 0,
  last_error text,
  retry_at timestamptz(3),
  weakens_at timestamptz(3),            -- when the newest timestamp's certificate ends
  unique (paper_id, field)
);
create index signature_job_waiting on signature_job (retry_at) where state = 'waiting';
create index signature_job_weakens on signature_job (weakens_at) where state = 'complete';

insert into role_act (role, act)
select role, act from (values
  ('receiver', 'signing.receive'), ('desk-head', 'signing.receive'), ('desk-head', 'signing.head'),
  ('division-head', 'signing.head'), ('leader', 'signing.lead'), ('leader', 'signing.head'),
  ('records-clerk', 'signing.seal'), ('administrator', 'signing.administer')) as wanted (role, act)
where exists (select from role_act r where r.role = wanted.role)
on conflict do nothing;
