-- directory: organisations as a dated tree, posts, people, delegation, working calendars, rule sets
create table rule_set (
  id text primary key,
  name text not null,
  active boolean not null,
  effective_from date not null,         -- in this installation
  effective_to date,
  settings jsonb not null               -- dossier code form, hours to answer, cut-off of the day, forms …
);

create table organisation (
  id text primary key,
  kind text not null check (kind in ('committee', 'office', 'department', 'division', 'sub-department', 'public-service-unit', 'centre', 'desk', 'counter', 'branch', 'outside-body')),
  tier text not null check (tier in ('commune', 'district', 'province', 'centre')),
  established_on date not null,
  abolished_on date,
  invented boolean not null default false   -- name or sub-code made up for the demonstration
);

create table organisation_version (
  organisation_id text not null references organisation,
  valid_from date not null,
  valid_to date,
  name text not null,
  short_name text not null,
  parent_id text references organisation,
  functions text[] not null default '{}',
  address text,
  phone text,
  email text,
  search_name text not null,
  sort_order int not null default 0,
  primary key (organisation_id, valid_from),
  check (valid_to is null or valid_to > valid_from),
  exclude using gist (organisation_id with =, daterange(valid_from, valid_to) with &&)
);
create index organisation_version_parent on organisation_version (parent_id);

create table organisation_code (
  organisation_id text not null references organisation,
  scheme text not null check (scheme in ('gso', 'qcvn102', 'qd20', 'tax')),
  code text not null,
  valid_from date not null,
  valid_to date,
  primary key (organisation_id, scheme, valid_from),
  exclude using gist (scheme with =, code with =, daterange(valid_from, valid_to) with &&)
);
create index organisation_code_code on organisation_code (code);

create table organisation_succession (
  predecessor_id text not null references organisation,
  successor_id text not null references organisation,
  effective_on date not null,
  kind text not null check (kind in ('rename', 'merge', 'split', 'upgrade')),
  legal_basis text not null,
  primary key (predecessor_id, successor_id, effective_on)
);

-- Which desk receives for which organisation (bộ phận một cửa, quầy tại trung tâm).
create table desk_service (
  desk_id text not null references organisation,
  served_id text not null references organisation,
  valid_from date not null,
  valid_to date,
  primary key (desk_id, served_id, valid_from)
);
create index desk_service_served on desk_service (served_id);

create table person (
  id uuid primary key,
  full_name text not null,
  search_name text not null,
  birth_date text,
  gender text check (gender in ('male', 'female')),
  phone text,
  email text
);

create table post (
  id text primary key,
  organisation_id text not null references organisation,
  title text not null,
  valid_from date not null,
  valid_to date
);
create index post_organisation on post (organisation_id);

-- What a post is there for: where, as which role, for which function; several, also in other organisations (secondment).
create table post_duty (
  post_id text not null references post,
  organisation_id text not null references organisation,
  role text not null check (role in ('receiver', 'desk-head', 'division-head', 'officer', 'leader', 'records-clerk', 'council', 'outside', 'procedure-drafter', 'procedure-control', 'administrator')),
  function text not null default '',
  valid_from date not null,
  valid_to date,
  primary key (post_id, organisation_id, role, function, valid_from)
);
create index post_duty_organisation on post_duty (organisation_id, role);

create table appointment (
  id uuid primary key,
  person_id uuid not null references person,
  post_id text not null references post,
  kind text not null check (kind in ('main', 'concurrent', 'seconded')),
  decision_number text,
  valid_from date not null,
  valid_to date
);
create index appointment_person on appointment (person_id);
create index appointment_post on appointment (post_id);

-- Written, dated delegation of a post's powers (KT., TL., TUQ.).
create table delegation (
  id uuid primary key,
  from_post_id text not null references post,
  to_post_id text not null references post,
  form text not null check (form in ('KT', 'TL', 'TUQ', 'Q')),
  acts text[] not null,
  document_number text not null,
  document_on date not null,
  valid_from date not null,
  valid_to date,
  revoked_at timestamptz(3)
);
create index delegation_to on delegation (to_post_id);

create table work_calendar (
  id text primary key,
  name text not null
);
-- Weekly working hours, dated. weekday 0 = Sunday … 6 = Saturday; minutes after midnight, Vietnamese time.
create table work_hours (
  calendar_id text not null references work_calendar,
  weekday int not null check (weekday between 0 and 6),
  starts int not null check (starts between 0 and 1440),
  ends int not null check (ends between 0 and 1440),
  valid_from date not null,
  valid_to date,
  primary key (calendar_id, weekday, starts, valid_from),
  check (ends > starts)
);
-- Days that differ from the week: holidays, substitute days, swapped working days.
create table calendar_day (
  calendar_id text not null references work_calendar,
  day date not null,
  working boolean not null,
  reason text not null,
  primary key (calendar_id, day)
);
create table organisation_calendar (
  organisation_id text not null references organisation,
  calendar_id text not null references work_calendar,
  valid_from date not null,
  valid_to date,
  primary key (organisation_id, valid_from)
);
-- Giờ tiếp công dân: when a desk is open; adds no working time.
create table reception_hours (
  organisation_id text not null references organisation,
  weekday int not null check (weekday between 0 and 6),
  starts int not null,
  ends int not null,
  valid_from date not null,
  valid_to date,
  primary key (organisation_id, weekday, starts, valid_from)
);

-- Raised by every change of the directory or of grants; programs drop what they remember when it differs.
create table directory_revision (
  only_row boolean primary key default true check (only_row),
  revision bigint not null
);
insert into directory_revision (revision) values (1);
create function raise_directory_revision() returns trigger language plpgsql as $$
begin
  update directory_revision set revision = revision + 1;
  return null;
end $$;
create trigger organisation_revision after insert or update or delete on organisation for each statement execute function raise_directory_revision();
create trigger organisation_version_revision after insert or update or delete on organisation_version for each statement execute function raise_directory_revision();
create trigger organisation_code_revision after insert or update or delete on organisation_code for each statement execute function raise_directory_revision();
create trigger organisation_succession_revision after insert or update or delete on organisation_succession for each statement execute function raise_directory_revision();
create trigger desk_service_revision after insert or update or delete on desk_service for each statement execute function raise_directory_revision();
create trigger post_revision after insert or update or delete on post for each statement execute function raise_directory_revision();
create trigger post_duty_revision after insert or update or delete on post_duty for each statement execute function raise_directory_revision();
create trigger appointment_revision after insert or update or delete on appointment for each statement execute function raise_directory_revision();
create trigger delegation_revision after insert or update or delete on delegation for each statement execute function raise_directory_revision();
create trigger work_hours_revision after insert or update or delete on work_hours for each statement execute function raise_directory_revision();
create trigger calendar_day_revision after insert or update or delete on calendar_day for each statement execute function raise_directory_revision();
create trigger organisation_calendar_revision after insert or update or delete on organisation_calendar for each statement execute function raise_directory_revision();
create trigger reception_hours_revision after insert or update or delete on reception_hours for each statement execute function raise_directory_revision();
create trigger rule_set_revision after insert or update or delete on rule_set for each statement execute function raise_directory_revision();
