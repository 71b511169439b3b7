-- procedures: the catalogue is searched in memory; this row tells every program when to look again.
create table procedure_catalogue (
  only_row boolean primary key default true check (only_row),
  revision bigint not null
);
insert into procedure_catalogue (revision) values (1);

create function count_catalogue_revision() returns trigger language plpgsql as $$
begin
  if exists (select 1 from changed where state in ('published', 'withdrawn')) then
    update procedure_catalogue set revision = revision + 1;
  end if;
  return null;
end $$;
create trigger procedure_version_inserted after insert on procedure_version
  referencing new table as changed for each statement execute function count_catalogue_revision();
create trigger procedure_version_updated after update on procedure_version
  referencing new table as changed for each statement execute function count_catalogue_revision();

-- Words and their weights are kept by the program, so the column of words has no reader.
drop index procedure_version_search;
alter table procedure_version drop column search;
-- A version in force is found by its code alone; drafts of a code stand together.
create index procedure_version_code on procedure_version (code, version desc);
create index procedure_use_day on procedure_use (on_day);
