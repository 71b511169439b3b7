-- directory, accounts: kinds of listed days, hours that never overlap; reasons of tokens; setup codes found by their account
alter table calendar_day add column kind text not null default 'holiday' check (kind in ('holiday', 'substitute', 'swapped'));
update calendar_day set kind = case when working then 'swapped' when reason like 'Nghỉ bù%' then 'substitute' else 'holiday' end;
alter table calendar_day add constraint calendar_day_swapped check ((kind = 'swapped') = working);
alter table work_hours add constraint work_hours_apart exclude using gist
  (calendar_id with =, weekday with =, int4range(starts, ends) with &&, daterange(valid_from, valid_to) with &&);
alter table organisation_calendar add constraint organisation_calendar_apart exclude using gist
  (organisation_id with =, daterange(valid_from, valid_to) with &&);
alter table reception_hours add constraint reception_hours_order check (ends > starts);
alter table reception_hours add constraint reception_hours_apart exclude using gist
  (organisation_id with =, weekday with =, int4range(starts, ends) with &&, daterange(valid_from, valid_to) with &&);

alter table api_token add column reason text;
create index one_time_code_claim on one_time_code ((facts ->> 'accountId')) where purpose = 'claim' and used_at is null;

-- Roles whose holders owe a second factor; without a row: administrator and leader. The demonstration lets its leaders in with one.
insert into setting (key, value, changed_at)
  select 'accounts.second-factor-roles', '["administrator"]', now() from setting where key = 'demonstration.accounts'
  on conflict (key) do nothing;
