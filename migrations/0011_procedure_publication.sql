-- procedures: who did what on the way of a version from draft to publication, and a firmer lock on what is published.
create table procedure_version_act (
  id uuid primary key,
  version_id uuid not null references procedure_version on delete cascade,
  act text not null check (act in ('draft', 'change', 'submit', 'send-back', 'check', 'publish', 'end', 'withdraw')),
  actor_id text not null,
  actor_name text not null,
  post_title text,
  remark text,
  at timestamptz(3) not null
);
create index procedure_version_act_of on procedure_version_act (version_id, at);

-- One open draft of a code and rule set at a time.
create unique index procedure_version_open on procedure_version (code, rule_set_id) where state in ('draft', 'submitted', 'checked');

-- jsonb sorts keys by length; the order of the questions of a form is the order of its keys, so the content is kept as it was written.
alter table procedure_version alter column content type json using content::json;

create or replace function keep_published_version() returns trigger language plpgsql as $$
begin
  if tg_op = 'DELETE' then
    if old.state in ('published', 'withdrawn') then raise exception 'procedure_version % is published and never deleted', old.id; end if;
    return old;
  end if;
  if old.state in ('published', 'withdrawn') then
    if (new.id, new.content::text, new.code, new.version, new.source, new.import_hash, new.effective_from, new.publishing_number, new.publishing_on, new.process_number, new.process_on,
        new.name, new.field, new.tier, new.tiers, new.level, new.audiences, new.implementing_body, new.organisation_id, new.fillable, new.rule_set_id, new.drafted_by, new.checked_by, new.published_by, new.published_at)
     is distinct from (old.id, old.content::text, old.code, old.version, old.source, old.import_hash, old.effective_from, old.publishing_number, old.publishing_on, old.process_number, old.process_on,
        old.name, old.field, old.tier, old.tiers, old.level, old.audiences, old.implementing_body, old.organisation_id, old.fillable, old.rule_set_id, old.drafted_by, old.checked_by, old.published_by, old.published_at)
    then raise exception 'procedure_version % is published and never changes', old.id; end if;
    if not (new.state = old.state or (old.state = 'published' and new.state = 'withdrawn')) then
      raise exception 'procedure_version % is published and never changes its state back', old.id;
    end if;
  end if;
  return new;
end $$;
