-- procedures (thủ tục hành chính): versions by date of effect
create table procedure (
  code text primary key,
  created_at timestamptz(3) not null
);
create table procedure_version (
  id uuid primary key,
  code text not null references procedure,
  version int not null,
  state text not null check (state in ('draft', 'submitted', 'checked', 'published', 'withdrawn')),
  rule_set_id text not null,
  source text not null check (source in ('seed', 'import', 'edited')),
  import_hash text,
  content jsonb not null,
  -- taken from the content for lists and search
  name text not null,
  field text not null,
  tier text not null,
  tiers text[] not null,
  level int not null,
  audiences text[] not null,
  implementing_body text not null,
  organisation_id text,                 -- the department that keeps it
  fillable boolean not null,            -- has form and workflow: can be filed here
  effective_from date,
  effective_to date,
  publishing_number text,
  publishing_on date,
  process_number text,
  process_on date,
  drafted_by text,
  checked_by text,
  published_by text,
  remark text,
  revision int not null default 1,
  created_at timestamptz(3) not null,
  published_at timestamptz(3),
  search tsvector not null default ''::tsvector,
  fold_name text not null default '',
  unique (code, version),
  check (state <> 'published' or (effective_from is not null and publishing_number is not null and publishing_on is not null)),
  check (drafted_by is null or published_by is null or drafted_by <> published_by),
  check (checked_by is null or published_by is null or checked_by <> published_by),
  check (drafted_by is null or checked_by is null or drafted_by <> checked_by),
  exclude using gist (code with =, rule_set_id with =, daterange(effective_from, effective_to, '[]') with &&) where (state = 'published')
);
create index procedure_version_published on procedure_version (code, effective_from) where state = 'published';
create index procedure_version_list on procedure_version (fold_name, code) where state = 'published';
create index procedure_version_search on procedure_version using gin (search) where state = 'published';
create index procedure_version_work on procedure_version (state, created_at desc) where state in ('draft', 'submitted', 'checked');

-- A published version never changes; only the day it ends may be set, or its withdrawal noted.
create function keep_published_version() returns trigger language plpgsql as $$
begin
  if tg_op = 'DELETE' then
    if old.state in ('published', 'withdrawn') then raise exception 'procedure_version % is published and never deleted', old.id; end if;
    return old;
  end if;
  if old.state in ('published', 'withdrawn') and (new.content, new.code, new.version, new.effective_from, new.publishing_number, new.publishing_on, new.process_number, new.process_on, new.name, new.rule_set_id)
     is distinct from (old.content, old.code, old.version, old.effective_from, old.publishing_number, old.publishing_on, old.process_number, old.process_on, old.name, old.rule_set_id) then
    raise exception 'procedure_version % is published and never changes', old.id;
  end if;
  return new;
end $$;
create trigger procedure_version_kept before update or delete on procedure_version for each row execute function keep_published_version();

-- How often each procedure was asked for, by day: the most used come first.
create table procedure_use (
  code text not null,
  on_day date not null,
  filed int not null default 0,
  primary key (code, on_day)
);
create table search_miss (
  phrase text primary key,
  times int not null,
  last_at timestamptz(3) not null
);
