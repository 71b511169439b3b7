-- certificates: the register of chứng thư số, its authorities and trust anchors
create table certificate_authority (
  id text primary key,
  name text not null,
  kind text not null check (kind in ('demonstration', 'external')),
  enabled boolean not null,
  ocsp_url text,
  crl_url text,
  tsa_url text,
  created_at timestamptz(3) not null,
  changed_at timestamptz(3) not null,
  revision int not null default 1
);

-- Root and intermediate certificates of authorities; roots are the trust anchors.
create table authority_certificate (
  fingerprint text primary key,         -- SHA-256, lower-case hex
  authority_id text not null references certificate_authority,
  role text not null check (role in ('root', 'intermediate')),
  subject text not null,
  subject_key text not null,            -- equal for equal names (RFC 5280, 7.1)
  serial text not null,
  not_before timestamptz(3) not null,
  not_after timestamptz(3) not null,
  der bytea not null,
  added_at timestamptz(3) not null,
  removed_at timestamptz(3)
);
create index authority_certificate_authority on authority_certificate (authority_id);
create index authority_certificate_subject on authority_certificate (subject_key);

create table certificate (
  id uuid primary key,
  authority_id text references certificate_authority,  -- null: imported, and no authority of its issuer is known here
  kind text not null check (kind in ('person', 'organisation', 'service')),
  organisation_id text not null references organisation,
  post_id text references post,
  person_id uuid references person,
  holder text not null,                 -- as the certificate says
  search text not null,                 -- holder, serial and token, folded
  subject text not null,
  serial text not null,
  issuer text not null,
  issuer_key text not null,
  not_before timestamptz(3) not null,
  not_after timestamptz(3) not null,
  der bytea not null,
  fingerprint text not null unique,
  purpose text not null,
  key_ref text,                         -- which key of module signing, where the house keeps it
  token_serial text,
  state text not null check (state in ('active', 'suspended', 'revoked')),
  state_at timestamptz(3) not null,
  state_reason text not null,
  replaced_by uuid references certificate,
  registered_at timestamptz(3) not null,
  revision int not null default 1,
  unique (issuer_key, serial),
  check (not_before < not_after),
  check (kind = 'organisation' or kind = 'service' or post_id is not null),
  check ((post_id is null) = (person_id is null))
);
create index certificate_post on certificate (post_id, not_after desc) where post_id is not null;
create index certificate_organisation on certificate (organisation_id, not_after, id);
create index certificate_end on certificate (not_after, id);
create index certificate_serial on certificate (serial);
create index certificate_search on certificate using gin (array_to_tsvector(string_to_array(search, ' ')));
create index certificate_revoked on certificate (authority_id) where state <> 'active';

create table certificate_event (
  certificate_id uuid not null references certificate,
  seq int not null,
  at timestamptz(3) not null,
  what text not null,
  note text not null default '',
  by_actor text not null,
  by_name text not null,
  by_post text,
  primary key (certificate_id, seq)
);

create table certificate_request (
  id uuid primary key,
  kind text not null check (kind in ('issue', 'renew', 'change', 'suspend', 'resume', 'revoke', 'unlock', 'loss', 'handover')),
  state text not null check (state in ('waiting', 'done', 'refused', 'withdrawn')),
  chain text[] not null,                -- steps wanted on the day it was made, in order
  step int not null default 0,          -- how many of them are through
  subject text not null check (subject in ('person', 'organisation', 'service')),
  organisation_id text not null references organisation,
  post_id text references post,
  certificate_id uuid references certificate,
  payload jsonb not null,
  asked_by text not null,
  asked_by_name text not null,
  asked_at timestamptz(3) not null,
  changed_at timestamptz(3) not null,
  revision int not null default 1,
  check (kind = 'issue' or certificate_id is not null),
  check (step <= cardinality(chain))
);
create index certificate_request_organisation on certificate_request (organisation_id, asked_at desc);
create index certificate_request_waiting on certificate_request (asked_at, id) where state = 'waiting';
create unique index certificate_request_once on certificate_request (certificate_id, kind) where state = 'waiting' and certificate_id is not null;

create table certificate_request_step (
  request_id uuid not null references certificate_request,
  seq int not null,
  step text not null check (step in ('request', 'unit', 'focal', 'committee', 'authority')),
  outcome text not null check (outcome in ('asked', 'approved', 'refused', 'done', 'withdrawn')),
  note text not null default '',
  at timestamptz(3) not null,
  by_actor text not null,
  by_name text not null,
  by_post text,
  primary key (request_id, seq)
);

-- Minutes (biên bản) of a token given out or taken back.
create table token_minutes (
  id uuid primary key,
  certificate_id uuid not null references certificate,
  kind text not null check (kind in ('hand-over', 'return')),
  token_serial text not null,
  giver text not null,
  receiver text not null,
  on_day date not null,
  note text not null default '',
  made_at timestamptz(3) not null,
  made_by text not null
);
create index token_minutes_certificate on token_minutes (certificate_id, made_at);

-- Warnings already given: each once.
create table certificate_warning (
  certificate_id uuid not null references certificate,
  days int not null,
  warned_at timestamptz(3) not null,
  primary key (certificate_id, days)
);

-- An installation that stands already gets the rights; a new one gets them with its seed.
insert into role_act (role, act)
select role, act from (values
  ('administrator', 'certificates.view'), ('administrator', 'certificates.approve-focal'), ('administrator', 'certificates.issue'),
  ('administrator', 'certificates.authorities'), ('leader', 'certificates.view'), ('leader', 'certificates.request'),
  ('leader', 'certificates.approve-unit'), ('leader', 'certificates.approve-committee'),
  ('records-clerk', 'certificates.view'), ('records-clerk', 'certificates.request')) as new (role, act)
where exists (select 1 from role_act)
on conflict do nothing;
