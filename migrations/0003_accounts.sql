-- accounts: people who sign in, sessions, one-time codes, tokens of other systems, rights of roles
create table account (
  id uuid primary key,
  kind text not null check (kind in ('official', 'citizen', 'enterprise')),
  person_id uuid references person,     -- of an official
  login_name text unique,
  phone text unique,
  email text unique,
  full_name text not null,
  birth_date text,                      -- YYYY, YYYY-MM or YYYY-MM-DD
  gender text check (gender in ('male', 'female')),
  identity_paper text check (identity_paper in ('can-cuoc', 'cmnd', 'passport', 'none')),
  identity_number text,
  tax_code text,
  residence_commune text,
  residence_detail text,
  identity_level text not null default 'stated' check (identity_level in ('stated', 'desk', 'national-id')),
  password_hash text,
  password_changed_at timestamptz(3),
  totp_secret_sealed bytea,
  totp_last_step bigint,
  totp_required boolean not null default false,
  failed_sign_ins int not null default 0,
  locked_until timestamptz(3),
  disabled_at timestamptz(3),
  demonstration boolean not null default false,
  created_at timestamptz(3) not null
);
create unique index account_identity on account (identity_paper, identity_number) where kind = 'citizen' and identity_level <> 'stated';
create index account_person on account (person_id);

create table external_identity (
  issuer text not null,
  subject text not null,
  account_id uuid not null references account,
  linked_at timestamptz(3) not null,
  primary key (issuer, subject)
);

create table session (
  token_hash bytea primary key,
  id uuid not null unique,
  account_id uuid not null references account,
  post_id text references post,         -- acting as; null for citizens
  created_at timestamptz(3) not null,
  seen_at timestamptz(3) not null,
  expires_at timestamptz(3) not null,
  second_factor_at timestamptz(3),
  locked_at timestamptz(3),
  ip text,
  device text
);
create index session_account on session (account_id);
create index session_expires on session (expires_at);

create table one_time_code (
  id uuid primary key,
  purpose text not null check (purpose in ('register', 'sign-in', 'reset', 'claim', 'confirm-contact')),
  target text not null,                 -- phone or e-mail, normalised; or account id for a claim
  code_hash bytea not null,
  facts jsonb not null default '{}',
  created_at timestamptz(3) not null,
  expires_at timestamptz(3) not null,
  tries int not null default 0,
  used_at timestamptz(3)
);
create index one_time_code_target on one_time_code (target, purpose);

create table sign_in_flow (
  state_hash bytea primary key,         -- of OpenID Connect
  facts jsonb not null,
  created_at timestamptz(3) not null,
  expires_at timestamptz(3) not null
);

create table api_token (
  id uuid primary key,
  token_hash bytea not null unique,
  name text not null,
  account_id uuid references account,
  post_id text references post,
  organisation_id text references organisation,
  scopes text[] not null,
  created_at timestamptz(3) not null,
  expires_at timestamptz(3),
  revoked_at timestamptz(3),
  last_used_on date
);

-- Which acts a role may do in the subtree of the organisation of its duty.
create table role_act (
  role text not null,
  act text not null,
  primary key (role, act)
);
create trigger role_act_revision after insert or update or delete on role_act for each statement execute function raise_directory_revision();
