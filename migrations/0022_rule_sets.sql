-- directory: exactly one rule set is in force on a day; what succession links say of themselves; procedures are looked up by the rule set in force
alter table rule_set add constraint rule_set_one_a_day
  exclude using gist (daterange(effective_from, effective_to, '[]') with &&) where (active);

-- Published for the modules that stand after directory: the days of each rule set that is in use.
create view rule_set_in_use as select id, effective_from, effective_to from rule_set where active;

-- A unit may go to several (split): `main` is the one that carries on what is open. A link that stands in no source is marked.
alter table organisation_succession
  add column main boolean not null default true,
  add column verified boolean not null default true;
create unique index organisation_succession_main on organisation_succession (predecessor_id, effective_on) where main;

-- The catalogue in memory holds versions on the days of their rule set: a changed rule set is a changed catalogue.
create function count_rule_set_revision() returns trigger language plpgsql as $$
begin
  update procedure_catalogue set revision = revision + 1;
  return null;
end $$;
create trigger rule_set_catalogue after insert or update or delete on rule_set for each statement execute function count_rule_set_revision();

-- procedures: which file an imported version was read from, so that a lower-ranked file never replaces a higher-ranked one.
alter table procedure_version add column import_source text;
alter table procedure_version add column import_rank int;

-- filing: what could not be carried over when a draft was moved to a newer version; shown to its owner until it is sent
alter table draft add column left_behind jsonb not null default '[]';
