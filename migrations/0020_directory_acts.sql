-- directory: what the acts of the administrator write, and what never may stand twice
alter table organisation add column legal_basis text;          -- of its establishing
alter table organisation add column abolished_by text;         -- legal basis of its end
alter table organisation_version add column legal_basis text;  -- of the change that begins with this version

alter table organisation_code add constraint organisation_code_one_a_day
  exclude using gist (organisation_id with =, scheme with =, daterange(valid_from, valid_to) with &&);
alter table desk_service add constraint desk_service_one_a_day
  exclude using gist (served_id with =, daterange(valid_from, valid_to) with &&);
alter table post_duty add constraint post_duty_once
  exclude using gist (post_id with =, organisation_id with =, role with =, function with =, daterange(valid_from, valid_to) with &&);
alter table appointment add constraint appointment_one_main_holder
  exclude using gist (post_id with =, daterange(valid_from, valid_to) with &&) where (kind = 'main');
alter table appointment add constraint appointment_one_main_post
  exclude using gist (person_id with =, daterange(valid_from, valid_to) with &&) where (kind = 'main');
alter table appointment add constraint appointment_once
  exclude using gist (person_id with =, post_id with =, daterange(valid_from, valid_to) with &&);
alter table delegation add constraint delegation_not_empty check (cardinality(acts) > 0);
alter table delegation add constraint delegation_forward check (valid_to is null or valid_to > valid_from);
create index delegation_from on delegation (from_post_id);
create index person_by_name on person (search_name, id);

-- What is not finished in a unit, published by workflow and dossiers for directory, which stands before them.
create view open_work as
  select organisation_id, post_id, 'task' as kind from task where done_at is null
  union all select desk_id, null, 'dossier' from dossier where state not in ('declined', 'transferred', 'withdrawn', 'returned')
  union all select receiving_id, null, 'dossier' from dossier where state not in ('declined', 'transferred', 'withdrawn', 'returned')
  union all select handling_id, null, 'dossier' from dossier where state not in ('declined', 'transferred', 'withdrawn', 'returned');
